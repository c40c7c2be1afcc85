"""Where the three tables can lie: a folder of Parquet, a PostgreSQL database, a network's Spark.

Each gives the same tables to the same expressions (`measures`). Nothing is fetched from anywhere else:
DuckDB's reader of PostgreSQL is installed with the extra `registry`, Spark with the extra `spark`.
"""

from dataclasses import dataclass
from importlib.resources import files as packaged
from pathlib import Path
from typing import Any

from buffycoat.registry.columns import TABLES
from buffycoat.registry.files import NotAnExtract, sites

READER = "duckdb_extension_postgres_scanner"


@dataclass(frozen=True)
class Tables:
    """Episodes, answers and events as Ibis tables, of one engine, with the columns of `columns.TABLES`."""

    episodes: Any
    answers: Any
    events: Any


def parquet(folder: Path) -> Tables:
    """Every site of a folder, by DuckDB in this process."""
    import ibis

    connection = ibis.duckdb.connect()
    # A site's name stays the word that it is: read as a number, “01” and “1” would be one site.
    told = {"hive_partitioning": True, "hive_types_autocast": False}
    return Tables(**{table: connection.read_parquet(_paths(folder, table), **told) for table in TABLES})


def postgresql(address: str, schema: str = "public") -> Tables:
    """Tables of a PostgreSQL database, only read; DuckDB does the sums."""
    import ibis

    connection = ibis.duckdb.connect()
    [reader] = Path(str(packaged(READER))).joinpath("extensions").rglob("*.duckdb_extension")
    connection.raw_sql(f"LOAD '{reader}'")
    quoted = address.replace("'", "''")
    connection.raw_sql(f"ATTACH '{quoted}' AS source (TYPE postgres, READ_ONLY)")
    return Tables(**{table: connection.table(table, database=("source", schema)) for table in TABLES})


def spark(session: Any, folder: Path) -> Tables:
    """Every site of a folder that the session's workers can read, by their network's Spark."""
    import ibis

    # As above: a site's name is a word.
    session.conf.set("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
    connection = ibis.pyspark.connect(session)
    for table in TABLES:
        held = session.read.option("basePath", str(folder)).parquet(*_paths(folder, table))
        held.createOrReplaceTempView(table)
    return Tables(**{table: connection.table(table) for table in TABLES})


def kept(asked: Any) -> Any:
    """What an expression gives, kept by its engine while the connection lasts, so that it is worked out once.

    Not by Ibis's own `cache`: with the SQL writer that we lock, the table that it makes cannot be dropped.
    """
    import ibis

    engine, name = asked.get_backend(), ibis.util.gen_name("kept")
    begins = {"duckdb": f"CREATE TEMP TABLE {name} AS", "pyspark": f"CACHE TABLE {name} AS"}
    engine.raw_sql(f"{begins[engine.name]} {engine.compile(asked)}")
    return engine.table(name)


def _paths(folder: Path, table: str) -> list[str]:
    found = [str(site.file(table)) for site in sites(folder)]
    if not found:
        raise NotAnExtract(f"{folder}: no site has sent anything yet")
    return found
