"""DICOM: what the imaging equipment wrote down. Needs the extra `imaging`."""
