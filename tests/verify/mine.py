#!/usr/bin/env python3
"""Reads a log with pm4py and prints what it finds in it: python mine.py xes|ocel FILE. A warning is an error."""

import json
import sys
import warnings

import pm4py

warnings.simplefilter("error")
# That another package would read faster is no word about the log.
warnings.filterwarnings("ignore", message="Install the optional requirement")
form, file = sys.argv[1:]
if form == "xes":
    log = pm4py.read_xes(file)
    found = {
        "cases": log["case:concept:name"].nunique(),
        "events": len(log),
        "variants": len(pm4py.get_variants(log)),
        "activities": sorted(log["concept:name"].unique()),
    }
else:
    log = pm4py.read_ocel2_json(file)
    objects = log.objects.groupby(log.object_type_column).size().to_dict()
    found = {"cases": objects["case"], "events": len(log.events), "objects": objects}
print(json.dumps(found, default=int))
