#!/usr/bin/env python3
"""The table of bench/peers.sh: each row lets ours and the others take turns, and gives the median and the spread of the ratios of each turn."""
import argparse, json, os, platform, statistics, subprocess, sys, time

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ovflow = os.path.join(root, "src/Cli/bin/Release/net10.0/ovflow")
benchmarks = os.path.join(root, "bench/bin/Release/net10.0/OpenVinoFlow.Benchmarks.dll")

parser = argparse.ArgumentParser()
parser.add_argument("--shared", required=True)
parser.add_argument("--work", required=True)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--seconds", type=float, default=4)
parser.add_argument("--list", action="store_true")
parser.add_argument("rows", nargs="*")
arguments = parser.parse_args()
models, images = (os.path.join(arguments.shared, folder) for folder in ("models", "images"))

FP16 = ("efficientnet-lite0-fp16.xml", "127", "128")
INT8 = ("efficientnet-lite0-int8.xml", "127", "128")
LIGHT = ("face_detection_short_range.tflite", "127.5", "127.5")
ONNX = ("efficientnet-lite0.onnx", "127", "128")


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0 or not done.stdout.strip():
        sys.exit(f"{' '.join(command)}\nended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def flow(model, folder, precision):
    """A flow that does what the peers do: the network, the photos, the largest score of each to a file."""
    path = os.path.join(arguments.work, "flow.yaml")
    with open(path, "w") as file:
        file.write(f"""api_version: ovflow/v1
name: peers
model: {{ path: {os.path.join(models, model[0])}, precision: {precision} }}
source: {{ images: {{ path: {os.path.join(images, folder)} }} }}
preprocess: {{ mean: [{model[1]}], scale: [{model[2]}] }}
sinks:
  - jsonl: {{ path: out/results.jsonl, top_k: {0 if model is LIGHT else 1} }}
""")
    return path


def bench(model, folder="photos", precision="auto", options=()):
    return json.loads(run([ovflow, "bench", flow(model, folder, precision), "-t", str(arguments.seconds), "--json", *options]))


def measured(report, name):
    return next(m for m in report["measurements"] if m["name"] == name)


def ours_alone(model, precision, options=()):
    return measured(bench(model, precision=precision, options=["--inference-only", *options]), "inference_only")


def ours_whole(model, folder, precision, batch=1):
    batched = ["--set", f"infer.batch={batch}"] if batch > 1 else []
    return measured(bench(model, folder, precision, ["--end-to-end-only", *batched]), "end_to_end")["images_per_second"]


def native(model, precision):
    """The C API from C, with the requests and properties ours takes by itself."""
    properties = ["PERFORMANCE_HINT", "THROUGHPUT", "INFERENCE_NUM_THREADS", str(os.cpu_count()), "INFERENCE_PRECISION_HINT", precision]
    return json.loads(run([os.path.join(arguments.work, "native_loop"), os.path.join(models, model[0]), str(arguments.seconds), str(requests), *properties]))


def peers(model, folder, precision):
    """The best of the three Python loops, all in this turn."""
    names = ("e2e_sync", "e2e_sync_batch", "e2e_async")
    command = [os.environ["PEER_PYTHON"], os.path.join(arguments.shared, "peers/bench_peers.py"), "--model", os.path.join(models, model[0]),
               "--images", os.path.join(images, folder), "--seconds", str(arguments.seconds), "--mean", model[1], "--scale", model[2], "--only", ",".join(names)]
    rates = json.loads(run(command + (["--precision", precision] if precision != "auto" else [])))
    best = max(names, key=rates.get)
    return rates[best], best


def spread(values, digits=2):
    values = sorted(values)
    return f"**{statistics.median(values):.{digits}f}** ({values[0]:.{digits}f}..{values[-1]:.{digits}f})"


def against_native(model, precision):
    ratios, ours, theirs = [], [], []
    for turn in range(arguments.rounds):
        sides = [lambda: ours.append(ours_alone(model, precision)), lambda: theirs.append(native(model, precision))]
        for side in sides if turn % 2 else sides[::-1]:
            side()
        ratios.append(ours[-1]["images_per_second"] / theirs[-1]["fps"])
    cpu = statistics.median(a["cpu_milliseconds_per_image"] / b["cpu_ms_per_image"] for a, b in zip(ours, theirs))
    return spread(ratios), rates([o["images_per_second"] for o in ours], [t["fps"] for t in theirs]) + f"; processor time an image {cpu:.2f} of the C loop's"


def rates(ours, theirs):
    return f"{statistics.median(ours):,.0f} / {statistics.median(theirs):,.0f} images/s"


def against_peers(model, folder, precision, batches=(1,)):
    """Ours with its defaults, and at its best as the others are at theirs: the best of the batches given."""
    by_default, ratios, ours, theirs, best = [], [], [], [], []
    for turn in range(arguments.rounds):
        def us(): ours.append({batch: ours_whole(model, folder, precision, batch) for batch in batches})

        def them():
            rate, name = peers(model, folder, precision)
            theirs.append(rate)
            best.append(name)
        for side in (us, them) if turn % 2 else (them, us):
            side()
        by_default.append(ours[-1][1] / theirs[-1])
        ratios.append(max(ours[-1].values()) / theirs[-1])
    detail = rates([max(o.values()) for o in ours], theirs) + f", theirs: {', '.join(sorted(set(best)))}"
    if len(batches) > 1:
        detail += f"; ours: batch {', '.join(sorted({str(max(o, key=o.get)) for o in ours}))}; with the default, batch 1: {spread(by_default)}"
    return spread(ratios), detail


def against_bound(model, precision):
    """Cores / (decode + resize + infer core-seconds an image), each of ours measured alone in the same run."""
    reached, detail = [], None
    for _ in range(arguments.rounds):
        bound = bench(model, precision=precision)["bound"]
        reached.append(bound["reached"])
        detail = f"bound {bound['images_per_second']:,.0f} images/s: {bound['preprocess_milliseconds']:.2f} ms decode and resize, {bound['infer_milliseconds']:.2f} ms infer"
    return spread(reached), detail


def against_onnx_loop():
    ratios, ours, theirs = [], [], []
    for turn in range(arguments.rounds):
        sides = [lambda: ours.append(ours_alone(ONNX, "auto", ["--set", "model.engine=onnxruntime"])["images_per_second"]),
                 lambda: theirs.append(float(run(["dotnet", benchmarks, "onnx-loop", os.path.join(models, ONNX[0]), str(arguments.seconds), str(os.cpu_count())])))]
        for side in sides if turn % 2 else sides[::-1]:
            side()
        ratios.append(ours[-1] / theirs[-1])
    return spread(ratios), rates(ours, theirs)


def null_run(count):
    """A run without pictures through an engine that completes at once, as a process: report, peak memory in MiB."""
    before = time.time()
    command = [ovflow, "run", os.path.join(root, "configs/benchmark-null.yaml"), "--json", "--set", f"source.synthetic.count={count}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    report = json.loads(process.stdout.read())
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} ended with {status} after {time.time() - before:.0f} s")
    return report, usage.ru_maxrss / 1024


def null_cost():
    reports = [null_run(1_000_000)[0] for _ in range(arguments.rounds)]
    microseconds = [1e6 / report["images_per_second"] for report in reports]
    return spread(microseconds), f"{statistics.median(r['allocated_bytes_per_image'] for r in reports):.0f} B allocated, {statistics.median(r['cpu_milliseconds_per_image'] for r in reports) * 1000:.1f} us of processor time an image"


def growth_of_null():
    parts = []
    for count in (1_000, 10_000, 100_000, 1_000_000):
        runs = [null_run(count) for _ in range(arguments.rounds)]
        parts.append(f"{count:,}: {statistics.median(1e6 / r['images_per_second'] for r, _ in runs):.1f} us, {statistics.median(r['allocated_bytes_per_image'] for r, _ in runs):.0f} B, peak {statistics.median(m for _, m in runs):.0f} MiB")
    return "", "; ".join(parts)


def growth_of_requests():
    parts = []
    for count in (1, 2, 4, 8):
        measured_rates = [ours_alone(FP16, "auto", ["--set", f"infer.requests={count}"])["images_per_second"] for _ in range(arguments.rounds)]
        parts.append(f"{count}: {statistics.median(measured_rates):,.0f} images/s")
    return "", "; ".join(parts)


def allocation():
    """What an image more costs: the difference between a real run of 10,000 images and one of 30,000."""
    photos = len(os.listdir(os.path.join(images, "photos")))

    def real_run(count):
        repeat = count // photos + 1
        report = json.loads(run([ovflow, "run", flow(LIGHT, "photos", "auto"), "--json", "--set", f"source.images.repeat={repeat}"]))
        done = report["ledger"]["done"]
        return done, report["allocated_bytes_per_image"] * done, report["full_collections"]

    (few, start, _), (many, whole, collections) = real_run(10_000), real_run(30_000)
    return f"**{(whole - start) / (many - few):.0f}** B", f"between {few:,} and {many:,} images; with the start {whole / many:.0f} B an image; {collections} full collections"


requests = 0
best_here = next((line.split("precision: auto means ")[1].split()[0] for line in run([ovflow, "doctor"]).splitlines() if "precision: auto means" in line), "f32")

ROWS = {
    "infer-fp16": ("inference only, heavy fp16, f32 / C loop", ">= 0.98", lambda: against_native(FP16, "f32")),
    "infer-int8": ("inference only, heavy int8, f32 / C loop", ">= 0.98", lambda: against_native(INT8, "f32")),
    "infer-light": ("inference only, light, f32 / C loop", ">= 0.98", lambda: against_native(LIGHT, "f32")),
    "infer-fp16-auto": (f"inference only, heavy fp16, {best_here} / C loop", ">= 0.98", lambda: against_native(FP16, best_here)),
    "bound-fp16": ("end to end / bound, heavy fp16, f32", ">= 0.95", lambda: against_bound(FP16, "f32")),
    "bound-int8": ("end to end / bound, heavy int8, f32", ">= 0.95", lambda: against_bound(INT8, "f32")),
    "bound-light": ("end to end / bound, light, f32", ">= 0.95", lambda: against_bound(LIGHT, "f32")),
    "e2e-fp16": ("end to end, 500x375, heavy fp16, f32 / best Python loop", ">= 1.04", lambda: against_peers(FP16, "photos", "f32", (1, 4))),
    "e2e-int8": ("end to end, 500x375, heavy int8, f32 / best Python loop", ">= 1.10", lambda: against_peers(INT8, "photos", "f32", (1, 4))),
    "e2e-light": ("end to end, 500x375, light, f32 / best Python loop", ">= 1.35", lambda: against_peers(LIGHT, "photos", "f32")),
    "e2e-default": ("end to end, 500x375, heavy fp16, each side's defaults / best Python loop", ">= 1.5 without fast bf16", lambda: against_peers(FP16, "photos", "auto")),
    "e2e-large": ("end to end, 4000x2250, heavy fp16, f32 / best Python loop", ">= 1.5", lambda: against_peers(FP16, "large", "f32")),
    "onnx": ("ONNX Runtime engine, inference only / C# loop on its plain API", ">= 1.0", against_onnx_loop),
    "null": ("null engine: the pipeline itself, us an image", "<= 5 us, <= 200 B", null_cost),
    "allocation": ("managed allocation of a real run, light", "<= 1 KiB, no full collection", allocation),
    "growth-null": ("null engine: time, allocation and peak memory by number of images", "flat", growth_of_null),
    "growth-requests": (f"heavy fp16, {best_here}: inference only by number of requests", "", growth_of_requests),
}

if arguments.list:
    print("\n".join(f"{name:18}{row[0]}" for name, row in ROWS.items()))
    sys.exit()
unknown = [name for name in arguments.rows if name not in ROWS]
if unknown:
    sys.exit(f"no rows {', '.join(unknown)}; there are {', '.join(ROWS)}")

# What ours takes by itself, so that the C loop gets as many.
requests = int(bench(FP16, precision="f32", options=["--inference-only"])["settings"]["requests"])
report = bench(FP16, precision="f32", options=["--inference-only"])
commit = run(["git", "-C", root, "rev-parse", "--short", "HEAD"]).strip()
print(f"Measured {time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC at commit {commit}: {report['machine']['processor']}, {os.cpu_count()} cores, {platform.platform()}, "
      f"{report['provenance']['engine']}; {arguments.rounds} turns of {arguments.seconds:g} s, {requests} requests.\n")
print("| row | what | target | median (range) | rates and detail |\n|---|---|---|---|---|", flush=True)
for name in arguments.rows or ROWS:
    what, target, measure = ROWS[name]
    median, detail = measure()
    print(f"| {name} | {what} | {target} | {median} | {detail} |", flush=True)
