"""Answer the questions of `benches/compare-analytics` with what a notebook user would use, and say how long each took.

Run by that script in an environment that has the packages. Takes the path of the inputs, prints JSON. Quick answers are the
best of five runs; those that take seconds run once. Time is the processor's, so that a busy machine does not count against them.
"""

import importlib.metadata
import json
import sys
import time
import warnings

import iglu_python
import neurokit2 as nk
import numpy as np
import pandas as pd
import ruptures
from scipy import stats
from statsmodels.stats.multitest import multipletests

warnings.filterwarnings("ignore")


def timed(question, runs=5):
    best, answer = float("inf"), None
    for _ in range(runs):
        started = time.process_time()
        answer = question()
        best = min(best, time.process_time() - started)
    return {"seconds": best, "answer": answer}


def correlations(metrics):
    """Spearman of all ordered pairs at lags 0 to 7, then Benjamini-Hochberg over all of them."""
    columns = [np.array(metric, dtype=float) for metric in metrics]
    gaps = any(np.isnan(column).any() for column in columns)
    rows, p = [], []
    for a, x in enumerate(columns):
        for b, y in enumerate(columns):
            if a == b:
                continue
            for lag in range(8):
                x_days, y_days = x[: len(x) - lag], y[lag:]
                if gaps:
                    both = ~(np.isnan(x_days) | np.isnan(y_days))
                    x_days, y_days = x_days[both], y_days[both]
                result = stats.spearmanr(x_days, y_days)
                rows.append((a, b, lag, float(result.statistic)))
                p.append(result.pvalue)
    multipletests(p, 0.05, "fdr_bh")
    return rows


def change_points(values, penalty):
    return ruptures.Pelt(model="l2", min_size=7, jump=1).fit(np.array(values)).predict(pen=penalty)


def rolling(values):
    window = pd.Series(values).rolling(60)
    median = window.median()
    mad = window.apply(lambda days: np.median(np.abs(days - np.median(days))), raw=True)
    return [None if np.isnan(m) else [m, d] for m, d in zip(median, mad)]


def hrv_time(beats):
    answer = nk.hrv_time(beats, 1000).iloc[0]
    return [float(answer[f"HRV_{name}"]) for name in ["MeanNN", "MedianNN", "SDNN", "RMSSD", "SDSD"]]


def hrv_frequency(beats):
    answer = nk.hrv_frequency(beats, 1000, normalize=False, psd_method="welch").iloc[0]
    return [float(answer["HRV_LF"]), float(answer["HRV_HF"])]


def hrv_artefacts(beats):
    # One sample a second instead of a thousand: the method knows ratios only, and whole numbers keep its borders exact.
    found, _ = nk.signal_fixpeaks(beats, 1, iterative=False, method="Kubios")
    return [[int(beat) for beat in found[kind]] for kind in ["ectopic", "missed", "extra", "longshort"]]


def glucose(inputs, readings):
    """The frame a notebook hands over; it is made before the clock starts."""
    times = pd.date_range(inputs["glucose_from"][:19], periods=readings, freq="5min")
    return pd.DataFrame({"id": "person", "time": times, "gl": inputs["glucose"][:readings]})


def main():
    inputs = json.load(open(sys.argv[1]))
    p = np.array(inputs["p"])
    beats = np.array(inputs["beats"], dtype=int)
    weeks, year = glucose(inputs, 70 * 288), glucose(inputs, len(inputs["glucose"]))
    answers = {
        "correlations": timed(lambda: correlations(inputs["metrics"]), 1),
        "gappy_correlations": timed(lambda: correlations(inputs["gappy_metrics"]), 1),
        "change_points": timed(lambda: change_points(inputs["levels"], inputs["penalty"]), 1),
        "no_change_points": timed(lambda: change_points(inputs["calm"], inputs["penalty"]), 1),
        "rolling": timed(lambda: rolling(inputs["levels"])),
        "false_discovery": timed(lambda: multipletests(p, 0.05, "fdr_bh")[1].tolist()),
        "mage": timed(lambda: float(iglu_python.mage(weeks)["MAGE"].iloc[0])),
        "modd": timed(lambda: float(iglu_python.modd(year)["MODD"].iloc[0])),
        "theil_sen": timed(lambda: float(stats.theilslopes(inputs["levels"][:1000]).slope)),
        "hrv_time": timed(lambda: hrv_time(beats), 2),
        "hrv_frequency": timed(lambda: hrv_frequency(beats), 1),
        "hrv_artefacts": timed(lambda: hrv_artefacts(beats), 2),
        "versions": {name: importlib.metadata.version(name) for name in ["numpy", "scipy", "pandas", "statsmodels", "ruptures", "neurokit2", "iglu-python"]},
    }
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
