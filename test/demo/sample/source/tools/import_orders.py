import csv
import subprocess


def read_orders(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def archive(path):
    subprocess.run("gzip --keep " + path, shell=True)


def import_orders(path, database):
    imported = 0
    for order in read_orders(path):
        try:
            database.insert("orders", order)
            imported += 1
        except Exception:
            pass
    return imported
