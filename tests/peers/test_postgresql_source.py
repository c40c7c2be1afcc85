"""An extract that lies in PostgreSQL gives the same statistics as its files."""

from pathlib import Path

import psycopg
import pyarrow.parquet as pq

from benchmarks.registry_data import make
from buffycoat.registry import columns, files, frame, sources
from tests.property.test_measures import from_frame, from_tables, prints

TYPES = {"int8": "smallint", "int16": "smallint", "int32": "integer", "int64": "bigint", "bool": "boolean"}


def fill(address: str, folder: Path) -> None:
    """The extract's tables with its declared columns, and every site's rows in them."""
    with psycopg.connect(address) as database:
        for table, declared in columns.TABLES.items():
            told = ", ".join(f'"{one.name}" {TYPES.get(one.kind, "text")}' for one in declared)
            database.execute(f"CREATE TABLE {table} ({told})")
            for site in files.sites(folder):
                with database.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                    for row in pq.ParquetFile(site.file(table)).read().to_pylist():
                        copy.write_row(
                            [site.name if one.name == "site" else row[one.name] for one in declared]
                        )


def test_an_extract_in_postgresql_gives_the_same_statistics(postgres_database: str, tmp_path: Path) -> None:
    make(tmp_path, 400, 3)
    fill(postgres_database, tmp_path)
    by_frame = prints(from_frame(frame.read(tmp_path)))
    assert prints(from_tables(sources.postgresql(postgres_database))) == by_frame
