#!/usr/bin/env python3
"""Lets two programs take turns (both read seconds and write rates, line by line) and prints the median of the ratios of their rates.

usage: alternate.py ROUNDS SECONDS NAME OURS... -- THEIRS...
"""
import statistics, subprocess, sys

rounds, seconds, name = int(sys.argv[1]), sys.argv[2], sys.argv[3]
split = sys.argv.index("--")
programs = [subprocess.Popen(c, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for c in (sys.argv[4:split], sys.argv[split + 1:])]


def turn(program):
    program.stdin.write(seconds + "\n")
    program.stdin.flush()
    return float(program.stdout.readline())


for program in programs: turn(program)
pairs = []
for i in range(rounds):
    order = programs if i % 2 else programs[::-1]
    rates = {id(p): turn(p) for p in order}
    pairs.append((rates[id(programs[0])], rates[id(programs[1])]))
for program in programs: program.stdin.close(); program.wait()

ratios = sorted(a / b for a, b in pairs)
ours, theirs = (statistics.median(p[k] for p in pairs) for k in (0, 1))
print(f"| {name} | {ours:,.0f} | {theirs:,.0f} | **{statistics.median(ratios):.2f}** | {ratios[0]:.2f}..{ratios[-1]:.2f} |", flush=True)
