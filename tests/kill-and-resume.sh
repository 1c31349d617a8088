#!/usr/bin/env bash
# Kills a run of the quickstart sample (SIGKILL) at random instants, continues it with --resume, and compares what every sink has written with
# the outputs of an undisturbed run: tests/kill-and-resume.sh [ROUNDS] (50). OVFLOW_KILL_SEED repeats a sequence of instants.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet build -c Release -v quiet tests/Cli.Tests
OVFLOW_KILL_ROUNDS="${1:-50}" dotnet tests/Cli.Tests/bin/Release/net10.0/OpenVinoFlow.Cli.Tests.dll -class OpenVinoFlow.Cli.Tests.Resume.KillTests -showLiveOutput
