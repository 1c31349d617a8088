#!/usr/bin/env bash
# Ours beside what a user would write instead, both taking turns on this machine, and the medians of the ratios as one table (Markdown).
#   bench/peers.sh SHARED [ROW...]      SHARED: folder with openvino/, models/, images/ and peers/; no ROW measures them all, --list names them
#   ROUNDS=5 SECONDS_EACH=4             turns of each side, and how long each lasts
# Needs gcc, and as root what peers/setup.sh installs (Debian's python3-opencv and libturbojpeg0).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
shared=$(cd "${1:?usage: bench/peers.sh SHARED [ROW...]}" && pwd)
shift

dotnet build -c Release "$here/../src/Cli" >&2
dotnet build -c Release "$here/Benchmarks.csproj" >&2
eval "$("$shared/peers/setup.sh")"
export PYTHONPATH PEER_PYTHON OVFLOW_OPENVINO_DIR=$OV_LIBS

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O2 -I"$OV_LIBS/../include" "$shared/peers/native_loop.c" -o "$work/native_loop" "$OV_LIBS"/libopenvino_c.so.* -lpthread -Wl,-rpath,"$OV_LIBS"

"$PEER_PYTHON" "$here/Peers/table.py" --shared "$shared" --work "$work" --rounds "${ROUNDS:-5}" --seconds "${SECONDS_EACH:-4}" "$@"
