#!/usr/bin/env python3
"""Writes resize.json: digests of reference resizes by OpenCV and Pillow over many sizes, which the tests compare with.

usage: make_references.py > resize.json        needs Debian's python3-opencv and python3-pil (OpenCV 4.6, Pillow 9.4)

The source of each case is made from its seed by the formula in `source`, in the tests too. Pillow 13 runs the vertical pass first where
the height shrinks by more than twice the factor of the width; older releases do not, so that order is made here by two calls.
OpenCV computes what is left of a row after its vectors of 8 in another precision when it resizes cubically; such rows are left out.
"""
import hashlib, json, sys
import cv2, numpy as np
from PIL import Image

OPENCV = dict(opencv_nearest=cv2.INTER_NEAREST, opencv_linear=cv2.INTER_LINEAR, opencv_cubic=cv2.INTER_CUBIC, opencv_area=cv2.INTER_AREA)
PILLOW = dict(pillow_box=4, pillow_bilinear=2, pillow_bicubic=3, pillow_lanczos=1)


def source(width, height, channels, seed):
    i = np.arange(width * height * channels, dtype=np.uint32)
    x = (i + np.uint32(seed)) * np.uint32(2654435761)
    x ^= x >> np.uint32(15)
    x *= np.uint32(2246822519)
    return (x >> np.uint32(24)).astype(np.uint8).reshape(height, width, channels)


def pillow(pixels, width, height, filter):
    image = Image.fromarray(pixels if pixels.shape[2] == 3 else pixels[:, :, 0])
    if height < image.height and image.height * width > 2 * image.width * height:
        image = image.resize((image.width, height), filter)
    return np.array(image.resize((width, height), filter))


def resize(algorithm, pixels, width, height):
    if algorithm in OPENCV:
        return cv2.resize(pixels, (width, height), interpolation=OPENCV[algorithm])
    return pillow(pixels, width, height, PILLOW[algorithm])


def sizes(rng):
    fixed = [(1, 1, 1, 1), (1, 1, 7, 5), (7, 5, 1, 1), (2, 2, 1, 1), (4, 4, 2, 2), (9, 6, 3, 2), (3, 1, 8, 1), (1, 3, 1, 8), (64, 48, 64, 20),
             (64, 48, 20, 48), (30, 20, 30, 20), (500, 375, 224, 224), (375, 500, 224, 224), (448, 448, 224, 224), (672, 448, 224, 224),
             (128, 301, 224, 224), (640, 427, 320, 320), (20000, 2, 300, 3), (300, 3, 20000, 2), (2, 3000, 5, 30), (1000, 1, 17, 9),
             (13, 11, 6, 11), (333, 250, 128, 96), (17, 400, 17, 30), (5, 5, 6, 4), (6, 4, 5, 5)]
    yield from fixed
    for _ in range(60):
        yield tuple(int(v) for v in np.exp(rng.uniform(0, np.log(300), 4)).astype(int))


def main():
    cv2.setNumThreads(1)
    rng = np.random.default_rng(1)
    cases = []
    for seed, (sw, sh, dw, dh) in enumerate(sizes(rng)):
        for channels in (3, 1):
            pixels = source(sw, sh, channels, seed)
            digests = {a: hashlib.sha256(np.ascontiguousarray(resize(a, pixels, dw, dh)).tobytes()).hexdigest()[:16] for a in [*OPENCV, *PILLOW]}
            if dw * channels % 8: del digests["opencv_cubic"]
            cases.append({"source": [sw, sh, channels], "seed": seed, "target": [dw, dh], "sha256": digests})
    print("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]")


main()
