"""A Spark within this process: raw tables registered, dbt run, marts held against DuckDB's."""
