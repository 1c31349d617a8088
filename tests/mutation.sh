#!/usr/bin/env bash
# Changes the ledger, the pools, the dispatcher and the supervisor one place at a time, and counts the changes that no test notices.
#   tests/mutation.sh [OPTIONS OF DOTNET STRYKER]       the report goes to tests/Pipeline.Mutation.Tests/StrykerOutput
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/Pipeline.Mutation.Tests"
dotnet tool restore >/dev/null
dotnet stryker "$@"
