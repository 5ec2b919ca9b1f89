"""Bulk extraction: archives of any size to a partitioned Parquet dataset, on one machine or a cluster.

inputs.py    what was named -> files, with size, time and digest
items.py     a file -> its articles as bytes, streamed
shards.py    articles -> shards, cut at the same places every time
batch.py     a shard -> its parts (this runs in the workers)
tables.py    records -> Parquet
storage.py   a folder or a URL, written to in whole files only
dataset.py   what is in a dataset, and whether it is whole
worker.py    a process that is replaced when it dies or hangs
__main__.py  that process
engines.py   many workers: processes of this machine
on_ray.py    or tasks of a cluster
driver.py    all of it
"""
