#!/usr/bin/env bash
# Which lines and branches of src/Pipeline the tests of the pipeline, of ONNX Runtime and of the command line run, by folder.
# A branch whose two sides are run by different ones of them counts as half run.
#   tests/coverage.sh [FOLDER]       the report in Cobertura's format goes there; without it only the table is shown
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$PWD/TestResults/coverage
rm -rf "$work"
results=${1:-$work/results}

# Into a folder of its own: instrumented assemblies must not be left where others take them for the usual ones.
for project in Pipeline.Tests OnnxRuntime.Tests Cli.Tests; do
  dotnet build -c Release "tests/$project" -p:Coverage=true -p:UseMicrosoftTestingPlatformRunner=true --artifacts-path "$work/artifacts" >&2
  folder=$work/artifacts/bin/$project/release

  # The program that Cli.Tests starts is the one beside them, whose assemblies are instrumented too.
  OVFLOW_TEST_PROGRAM=$folder/ovflow "$folder/OpenVinoFlow.$project" --results-directory "$results" \
    --coverlet --coverlet-include "[OpenVinoFlow.Pipeline]*" --coverlet-output-format cobertura --coverlet-single-hit >&2
done

python3 - "$results"/*cobertura*.xml <<'PYTHON'
import collections, os, re, sys, xml.etree.ElementTree as xml

lines, hit, branches, taken = (collections.Counter() for _ in range(4))
seen = {}
for part in (part for path in sys.argv[1:] for part in xml.parse(path).getroot().iter("class")):
    path = part.get("filename").replace("\\", "/")
    name = path.split("src/Pipeline/")[-1]
    for line in part.find("lines") or []:
        key = (name, line.get("number"))
        count, total = map(int, re.findall(r"\((\d+)/(\d+)\)", line.get("condition-coverage", ""))[0] if line.get("branch", "").lower() == "true" and line.get("condition-coverage") else (0, 0))
        before = seen.get(key, (0, 0, 0))
        seen[key] = (max(before[0], int(line.get("hits"))), max(before[1], count), max(before[2], total))
for (name, _), (hits, count, total) in seen.items():
    if "/obj/" in name or name.startswith("obj/"):
        continue
    for folder in (os.path.dirname(name) or ".", "in all"):
        lines[folder] += 1
        hit[folder] += hits > 0
        branches[folder] += total
        taken[folder] += count
print("| folder | lines | of | branches | of |\n|---|---|---|---|---|")
for folder in sorted(lines, key=lambda f: (f == "in all", f)):
    share = f"{100 * taken[folder] / branches[folder]:.1f} %" if branches[folder] else ""
    print(f"| {folder} | {100 * hit[folder] / lines[folder]:.1f} % | {lines[folder]:,} | {share} | {branches[folder]:,} |")
PYTHON
