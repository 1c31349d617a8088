#!/usr/bin/env python3
"""The Python side of preprocess.sh: the same work with libturbojpeg (through ctypes) and OpenCV, as most people write it.

usage: reference.py FOLDER WIDTH HEIGHT, or reference.py resize ALGORITHM      then seconds, one number a line on standard input; pictures per second, one line back
"""
import ctypes, glob, os, sys, time
import cv2, numpy as np

cv2.setNumThreads(1)
tj = ctypes.CDLL("libturbojpeg.so.0")
tj.tjInitDecompress.restype = ctypes.c_void_p
handle = ctypes.c_void_p(tj.tjInitDecompress())


def decode(data):
    w, h, s, c = (ctypes.c_int() for _ in range(4))
    p, n = data.ctypes.data_as(ctypes.c_void_p), ctypes.c_ulong(data.size)
    if tj.tjDecompressHeader3(handle, p, n, ctypes.byref(w), ctypes.byref(h), ctypes.byref(s), ctypes.byref(c)) == 0:
        out = np.empty((h.value, w.value, 3), np.uint8)
        if tj.tjDecompress2(handle, p, n, out.ctypes.data_as(ctypes.c_void_p), w, 0, h, 1, 0) == 0:
            return out
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def whole(folder, width, height):
    files = sorted(glob.glob(os.path.join(folder, "**", "*.jpg"), recursive=True))

    def step(i):
        picture = decode(np.fromfile(files[i % len(files)], np.uint8))
        cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)[None]
    return step


def resize(algorithm):
    library, name = algorithm.split("_")
    pixels = np.random.default_rng(1).integers(0, 256, (375, 500, 3), np.uint8)
    if library == "opencv":
        flag = getattr(cv2, "INTER_" + name.upper())
        return lambda i: cv2.resize(pixels, (224, 224), interpolation=flag)
    from PIL import Image
    picture, flag = Image.fromarray(pixels), getattr(Image.Resampling, name.upper())
    return lambda i: picture.resize((224, 224), flag)


step = resize(sys.argv[2]) if sys.argv[1] == "resize" else whole(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
for line in sys.stdin:
    seconds, done, start, used = float(line), 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - start < seconds:
        step(done)
        done += 1
    elapsed = time.process_time() - used if os.environ.get("BENCH_CLOCK") == "cpu" else time.perf_counter() - start
    print(f"{done / elapsed:.2f}", flush=True)
