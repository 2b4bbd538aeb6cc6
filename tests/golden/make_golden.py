#!/usr/bin/env python3
"""Writes the golden files: what NumPy and scikit-learn answer where Inkling promises the same answer.

    make_golden.py            writes every file
    make_golden.py --check    writes nothing; exit code 1 and a diff if a file differs from what it would be

Made with scikit-learn 1.2.1 and NumPy 1.24.2, those of Debian 12 (apt-get install python3-sklearn). Each
module NAME_cases.py beside this script has a function golden_files() that returns {file name: text}; a
new module is found by itself. A case should be deterministic, and a file small enough to be read. A module
that needs what is not installed (PyTorch) is skipped, and its files are left alone.
"""

import difflib
import importlib
import pathlib
import re
import sys

import numpy
import sklearn

FOLDER = pathlib.Path(__file__).resolve().parent
# Our own digests (tests/exact/digests.mjs), functions by MPFR (tests/exact/functions.sh), and links of version 1.
MADE_ELSEWHERE = {"digests.json", "functions.json", "links.json"}
# Compared character by character: no BLAS stands between the question and the answer.
EXACT = {"random.json", "split.json", "validation.json", "report.json"}
MADE_WITH = {"scikit-learn": "1.2.1", "NumPy": "1.24.2"}

# Sums of products may differ in their last bits from one processor to another, since BLAS chooses its
# kernels by it; numbers this near to each other count as equal.
RELATIVE_TOLERANCE, ABSOLUTE_TOLERANCE = 1e-12, 1e-15
RELATIVE_TOLERANCES = {"twin.json": 1e-9}  # whole training runs, where such differences grow
NUMBER = re.compile(r"-?\d+\.\d+(?:[eE][-+]?\d+)?|-?\d+[eE][-+]?\d+")


def golden_modules():
    """The modules that can be imported here, and whether these are all."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(FOLDER))
    modules, are_all = [], True
    for path in sorted(FOLDER.glob("*_cases.py")):
        try:
            modules.append(importlib.import_module(path.stem))
        except ModuleNotFoundError as error:
            are_all = False
            print(f"SKIPPED {path.name}: {error.name} is not installed", file=sys.stderr)
    return modules, are_all


def all_golden_files(modules):
    files = {}
    for module in modules:
        for name, text in module.golden_files().items():
            if name in files:
                raise SystemExit(f"make_golden: two modules write {name}")
            files[name] = text
    return files


def is_near(a, b, tolerance):
    a, b = float(a), float(b)
    return abs(a - b) <= max(tolerance * max(abs(a), abs(b)), ABSOLUTE_TOLERANCE)


def is_same(name, checked_in, made):
    if checked_in == made:
        return True
    if name in EXACT or NUMBER.sub("0", checked_in) != NUMBER.sub("0", made):
        return False
    tolerance = RELATIVE_TOLERANCES.get(name, RELATIVE_TOLERANCE)
    pairs = zip(NUMBER.findall(checked_in), NUMBER.findall(made))
    return all(is_near(a, b, tolerance) for a, b in pairs)


def check(files, are_all):
    is_good = True
    for name, made in files.items():
        path = FOLDER / name
        checked_in = path.read_text(encoding="utf-8") if path.exists() else ""
        if is_same(name, checked_in, made):
            continue
        is_good = False
        lines = difflib.unified_diff(
            checked_in.splitlines(), made.splitlines(), f"{name} (checked in)", f"{name} (made now)", n=0, lineterm=""
        )
        for line in list(lines)[:12]:
            print(line if len(line) <= 300 else line[:300] + " ...")
    for path in FOLDER.glob("*.json"):
        if are_all and path.name not in files and path.name not in MADE_ELSEWHERE:
            is_good = False
            print(f"{path.name} is checked in, but nothing makes it")
    return is_good


def main(arguments):
    if arguments not in ([], ["--check"]):
        raise SystemExit(__doc__)
    found = {"scikit-learn": sklearn.__version__, "NumPy": numpy.__version__}
    if found != MADE_WITH:
        print(f"make_golden: the files were made with {MADE_WITH}, this is {found}", file=sys.stderr)
    modules, are_all = golden_modules()
    files = all_golden_files(modules)
    if arguments:
        return 0 if check(files, are_all) else 1
    for name, text in files.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
