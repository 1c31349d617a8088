#!/usr/bin/env bash
# Which lines and branches of src/Pipeline the tests in tests/Pipeline.Tests run.
#   tests/coverage.sh [FOLDER]       the report in Cobertura's format goes there; without it only the table is shown
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
output=${1:-$(mktemp -d)}
mkdir -p "$output"
dotnet tool restore >/dev/null
dotnet build -c Release tests/Pipeline.Tests >&2
tests=tests/Pipeline.Tests/bin/Release/net10.0
dotnet coverlet "$tests" --target "$tests/OpenVinoFlow.Pipeline.Tests" --targetargs "-noColor" \
  --include "[OpenVinoFlow.Pipeline]*" --exclude-by-attribute GeneratedCodeAttribute --format cobertura --output "$output/"
