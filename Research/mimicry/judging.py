"""Compares what every arm drew with held-back works of its hand, and writes the table.

Differences to the arm `clean` are over pictures that were drawn from the same noise. `carried` says how much of the treatment came through: the mean change of
the drawn pictures' features, projected on the mean change that the treatment makes in the works as the trainer sees them (1: all, 0: nothing); of `again` on
that of `standard`. `latent` is how far the treatment moves the works' latents: root mean square over the channels' standard deviations.
"""

import pathlib
import sys

import measures
import torch

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "experiments"))
import program


def of_works(judge, hands, coded, returned, everyday):
    """The judge's features of works: held back, trained on (as the autoencoder returns them), and the mean change that each treatment makes."""
    held = {hand: judge.features(coded(hand, "held")[1]) for hand in hands}
    middle = judge.features(everyday)
    seen, change = {}, {}
    for hand, treatments in hands.items():
        own = {name: judge.features(returned(hand, name)) for name in ["clean", *treatments]}
        seen[hand] = own["clean"]
        change |= {(hand, name): (own[name] - own["clean"]).mean(0) for name in treatments}
    names = list(hands)
    labels = torch.cat([torch.full((len(seen[hand]),), index) for index, hand in enumerate(names)] + [torch.full((len(middle),), len(names))])
    tell = measures.classifier(torch.cat([*seen.values(), middle]), labels, len(names) + 1)
    right = {hand: (tell(held[hand]).argmax(1) == index).double().mean().item() for index, hand in enumerate(names)}
    return held, seen, change, middle, tell, right


def moved(coded, hand, treatment):
    """How far a treatment moves the latents that are trained on, in standard deviations of their channels."""
    clean = coded(hand, "clean")[0]
    return ((coded(hand, treatment)[0] - clean) / clean.std((0, 2, 3)).view(1, -1, 1, 1)).square().mean().sqrt().item()


def figures(ours, held, middle, probability, scale):
    """Of one arm, hand and seed: what needs no other arm."""
    draws = measures.kid(ours / scale, held / scale, measures.draws(len(ours)))
    return {"kid": measures.kid(ours / scale, held / scale).item(), "kid_draws": draws,
            "nearest": measures.nearest(ours, held, middle.mean(0)), "probability": probability}


def table(judges, hands, arms, drawn, coded, returned, everyday):
    """Rows: a hand or all of them, an arm, a judge. `drawn` gives the pictures of (hand, arm, seed), or None where that was not run,
    `coded` latents and crops of works, `returned` what the autoencoder makes of them."""
    latent = {(hand, name): moved(coded, hand, name) for hand, names in hands.items() for name in names}
    rows = []
    for name, judge in judges.items():
        held, seen, change, middle, tell, right = of_works(judge, hands, coded, returned, everyday)
        print(f"{name}: held-back crops told rightly " + ", ".join(f"{hand} {share:.0%}" for hand, share in right.items()), flush=True)
        cells = {}
        for index, hand in enumerate(hands):
            scale = held[hand].square().mean().sqrt()
            for arm in arms:
                for seed in (1, 2):
                    pictures = drawn(hand, arm, seed)
                    if pictures is None or drawn(hand, "clean", seed) is None:
                        continue
                    ours = judge.features(pictures)
                    cells[hand, arm, seed] = figures(ours, held[hand], middle, tell(ours)[:, index], scale) | {
                        "features": ours.mean(0), "detail": measures.detail(pictures)}
            works = figures(seen[hand], held[hand], middle, tell(seen[hand])[:, index], scale)
            shown = measures.detail(returned(hand, "clean")).mean().item()
            rows.append({"hand": hand, "arm": "works", "judge": name, "seeds": 1, "kid": works["kid"], "nearest": works["nearest"].mean().item(),
                         "probability": works["probability"].mean().item(), "detail": shown, "told_held": right[hand]})
        for group in [*([hand] for hand in hands), list(hands)]:
            rows += [row for arm in arms if (row := summary(cells, group, arm, name, change, latent, arms[arm])) is not None]
    return rows


def summary(cells, group, arm, judge, change, latent, treatment):
    """Means over hands and seeds, and differences to `clean` with the middle 90 % of draws of the noise, within each hand and seed."""
    here = [key for key in cells if key[0] in group and key[1] == arm]
    if {key[0] for key in here} != set(group):
        return None
    row = {"hand": group[0] if len(group) == 1 else "all", "arm": arm, "judge": judge, "seeds": max(key[2] for key in here)}
    mean = {figure: torch.stack([torch.as_tensor(cells[key][figure]).double().mean() for key in here]).mean().item()
            for figure in ("kid", "nearest", "probability", "detail")}
    row |= mean
    pairs = [(cells[key], cells[key[0], "clean", key[2]]) for key in here]
    if arm != "clean":
        row["kid_less_clean"] = sum(a["kid"] - b["kid"] for a, b in pairs) / len(pairs)
        row["kid_low"], row["kid_high"] = measures.interval(torch.stack([a["kid_draws"] - b["kid_draws"] for a, b in pairs]).mean(0))
        weights = measures.draws(len(pairs[0][0]["nearest"]))
        for figure in ("nearest", "probability"):
            apart = torch.stack([a[figure] - b[figure] for a, b in pairs]).double()
            row[f"{figure}_less_clean"] = apart.mean().item()
            row[f"{figure}_low"], row[f"{figure}_high"] = measures.interval(weights @ apart.mean(0) / apart.shape[1])
        signs = [a["kid"] > b["kid"] for a, b in pairs]
        row["runs_further"] = f"{sum(signs)}/{len(signs)}"
    if treatment:
        shares = [(a["features"] - b["features"]) @ change[key[0], treatment] / change[key[0], treatment].square().sum() for key, (a, b) in zip(here, pairs)]
        row["carried"] = torch.stack(shares).mean().item()
        if arm != "again":
            row["latent"] = sum(latent[hand, treatment] for hand in group) / len(group)
    return row


def write(rows, lacquer, command):
    columns = list(dict.fromkeys(name for row in rows for name in row if name != "told_held")) + ["told_held"]
    rounded = [{name: f"{value:.4g}" if isinstance(value, float) else value for name, value in row.items()} for row in rows]
    program.write("mimicry.csv", lacquer, rounded, command, "mimicry.md", columns)
