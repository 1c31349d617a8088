#!/usr/bin/env python3
"""Writes pictures.json: digests of the pixels that Pillow and OpenCV decode from the pictures in a folder like shared/images/formats.

usage: make_pictures.py FOLDER > pictures.json        needs Debian's python3-opencv and python3-pil
"""
import hashlib, json, os, sys
import cv2, numpy as np
from PIL import Image, ImageOps


def digest(pixels): return hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()[:16]


folder, found = sys.argv[1], {}
for name in sorted(os.listdir(folder)):
    path = os.path.join(folder, name)
    if os.path.isdir(path) or name.endswith(".json"): continue
    data = np.fromfile(path, np.uint8)
    stored, turned = Image.open(path), ImageOps.exif_transpose(Image.open(path))
    bgr = cv2.imdecode(data, cv2.IMREAD_COLOR)
    # Pillow cuts 16-bit grey off at 255 where OpenCV divides by 256.
    sixteen = stored.mode.startswith("I")
    found[name] = {"width": turned.width, "height": turned.height,
                   "rgb": digest(bgr[:, :, ::-1] if sixteen else np.array(turned.convert("RGB"))),
                   "stored_rgb": digest(bgr[:, :, ::-1] if sixteen else np.array(stored.convert("RGB")))}
    if stored.format == "JPEG" and stored.mode != "CMYK": found[name]["gray"] = digest(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE))
print(json.dumps(found, indent=1, ensure_ascii=False))
