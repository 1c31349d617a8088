#!/usr/bin/env bash
# Decoding and resizing, ours against libturbojpeg + OpenCV in Python: both take turns of a second on one thread, and the medians of the
# ratios are printed as a table. Needs Debian's python3-opencv, python3-pil and libturbojpeg0.
#   bench/preprocess.sh IMAGES          IMAGES: folder with photos/ (500x375) and large/ (4000x2250); ROUNDS=15 SECONDS_EACH=1
# BENCH_CLOCK=cpu counts processor time instead of time on the clock: for a machine that does other work meanwhile.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
images=${1:?usage: bench/preprocess.sh IMAGES}
rounds=${ROUNDS:-15} seconds=${SECONDS_EACH:-1} python=${PYTHON:-/usr/bin/python3}

dotnet build -c Release "$here/Benchmarks.csproj" >&2
ours=(dotnet "$here/bin/Release/net10.0/OpenVinoFlow.Benchmarks.dll" preprocess)
compare() { # name, folder, side, scale, decoder
  "$python" "$here/Preprocess/alternate.py" "$rounds" "$seconds" "$1" \
    "${ours[@]}" "$images/$2" "$3" "$3" "$4" "$5" -- "$python" "$here/Preprocess/reference.py" "$images/$2" "$3" "$3"
}

echo "| read, decode, resize (opencv_linear), one thread | ours, pictures/s | Python, pictures/s | median of ratios | range |"
echo "|---|---|---|---|---|"
compare "500x375 to 224x224, full decode" photos 224 off auto
compare "500x375 to 128x128, decode_scale auto" photos 128 auto auto
compare "4000x2250 to 224x224, decode_scale auto" large 224 auto auto
compare "500x375 to 224x224, full decode, Skia alone" photos 224 off skia

echo
echo "| resize alone, 500x375 to 224x224, one thread | ours, pictures/s | Debian's OpenCV and Pillow, pictures/s | median of ratios | range |"
echo "|---|---|---|---|---|"
for algorithm in opencv_nearest opencv_linear opencv_cubic opencv_area pillow_box pillow_bilinear pillow_bicubic pillow_lanczos; do
  "$python" "$here/Preprocess/alternate.py" "$rounds" "$seconds" "$algorithm" \
    "${ours[@]}" resize "$algorithm" -- "$python" "$here/Preprocess/reference.py" resize "$algorithm"
done
