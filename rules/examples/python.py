import os
import pickle
import random
import shlex
import ssl
import subprocess
import tempfile

import requests
import yaml
from flask import request


def shell_command(name, files):
    # ruleid: second-pass.python.shell-command
    subprocess.run(f"ls {name}", shell=True)
    # ruleid: second-pass.python.shell-command
    subprocess.check_output("ls " + name, shell=True)
    # ruleid: second-pass.python.shell-command
    os.system("rm -r %s" % name)
    # ruleid: second-pass.python.shell-command
    os.popen(name)
    # ok: second-pass.python.shell-command
    subprocess.run(["ls", name])
    # ok: second-pass.python.shell-command
    subprocess.run("ls *.txt", shell=True)
    # ok: second-pass.python.shell-command
    subprocess.run(shlex.join(files), shell=True)
    # ok: second-pass.python.shell-command
    os.system("clear")


def evaluated_text(text):
    # ruleid: second-pass.python.evaluated-text
    eval(text)
    # ruleid: second-pass.python.evaluated-text
    exec(text + "\n", {})
    # ok: second-pass.python.evaluated-text
    eval("1 + 1")
    # ok: second-pass.python.evaluated-text
    model.eval()


def sql_built_from_text(cursor, name):
    # ruleid: second-pass.python.sql-built-from-text
    cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")
    # ruleid: second-pass.python.sql-built-from-text
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
    # ruleid: second-pass.python.sql-built-from-text
    cursor.execute("DELETE FROM users WHERE name = '" + name + "'")
    # ruleid: second-pass.python.sql-built-from-text
    cursor.execute("SELECT * FROM {}".format(name))
    # ok: second-pass.python.sql-built-from-text
    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))
    # ok: second-pass.python.sql-built-from-text
    runner.execute(f"step {name}")


def yaml_load(document):
    # ruleid: second-pass.python.yaml-load
    yaml.load(document)
    # ruleid: second-pass.python.yaml-load
    yaml.load(document, Loader=yaml.UnsafeLoader)
    # ok: second-pass.python.yaml-load
    yaml.load(document, Loader=yaml.SafeLoader)
    # ok: second-pass.python.yaml-load
    yaml.safe_load(document)


def untrusted_pickle(path):
    body = request.get_data()
    # ruleid: second-pass.python.untrusted-pickle
    pickle.loads(body)
    with open(path, "rb") as file:
        # ok: second-pass.python.untrusted-pickle
        pickle.load(file)


def tls_verification_off(url):
    # ruleid: second-pass.python.tls-verification-off
    requests.get(url, verify=False)
    # ruleid: second-pass.python.tls-verification-off
    ssl._create_unverified_context()
    # ok: second-pass.python.tls-verification-off
    requests.get(url, verify="/etc/ssl/own.pem")
    # ok: second-pass.python.tls-verification-off
    requests.get(url)


def predictable_temporary_file():
    # ruleid: second-pass.python.predictable-temporary-file
    path = tempfile.mktemp()
    # ok: second-pass.python.predictable-temporary-file
    handle, path = tempfile.mkstemp()
    return handle, path


def changed_default_argument(item, items=[]):
    # ruleid: second-pass.python.changed-default-argument
    items.append(item)
    return items


def changed_default_mapping(key, seen={}):
    # ruleid: second-pass.python.changed-default-argument
    seen[key] = True
    return seen


def unchanged_default_argument(item, items=None, names=[]):
    items = items or []
    # ok: second-pass.python.changed-default-argument
    items.append(item)
    # ok: second-pass.python.changed-default-argument
    return items + names


def assert_on_tuple(value):
    # ruleid: second-pass.python.assert-on-tuple
    assert (value > 0, "must be positive")
    # ok: second-pass.python.assert-on-tuple
    assert value > 0, "must be positive"
    # ok: second-pass.python.assert-on-tuple
    assert (value > 0 and value < 10)


def identity_with_literal(value):
    # ruleid: second-pass.python.identity-with-literal
    if value is "on":
        return 1
    # ruleid: second-pass.python.identity-with-literal
    if value is not 200:
        return 2
    # ok: second-pass.python.identity-with-literal
    if value is None or value is True:
        return 3
    # ok: second-pass.python.identity-with-literal
    return value == "on"


def swallowed_exception(job):
    # ruleid: second-pass.python.swallowed-exception
    try:
        job()
    except Exception:
        pass
    # ok: second-pass.python.swallowed-exception
    try:
        job()
    except FileNotFoundError:
        pass
    # ok: second-pass.python.swallowed-exception
    try:
        job()
    except Exception as error:
        print(error)
