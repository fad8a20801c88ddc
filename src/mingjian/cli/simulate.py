"""``mingjian simulate``: a simulated lender, with the truth kept apart."""

from pathlib import Path

import typer

from mingjian.cli import console


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian simulate world --customers 2000\n\n"
        "  mingjian simulate world --customers 20000 --sophistication 0.75 --seed 7\n\n"
        "  mingjian simulate world --months 36 --agent-share 0.1        agents behind one complaint in ten\n\n"
        "Then: mingjian run world/delivery --out world, mingjian score world world/truth, and mingjian serve world. "
        "A desk in that folder reads mingjian.toml, in which the lender states that its tables hold everything."
    )(simulate)


def simulate(
    folder: Path = typer.Argument(help="Where to write delivery/, mingjian.toml and, apart from them, truth/."),
    customers: int = typer.Option(2_000, min=100, help="How many borrowers."),
    seed: int = typer.Option(1, help="The same seed gives the same bytes."),
    sophistication: float = typer.Option(0.25, min=0.0, max=1.0, help="Where gangs stand on the ladder of tactics."),
    months: int = typer.Option(18, min=6, help="How many months of history the lender has."),
    agent_share: float = typer.Option(0.3, min=0.0, max=1.0, help="Which share of the complaints agents file."),
    complaints: float = typer.Option(
        0.25, "--complaints-per-customer", min=0.01, max=2.0, help="How many complaints there are for each borrower."
    ),
    world: str = typer.Option("chongqing", help="Which world; each has its own grammars and tactics."),
    documented_complaints: int = typer.Option(18, min=0, help="How many complaints carry documents, as real files."),
    language: console.SpokenLanguage | None = console.LANGUAGE,
    as_json: bool = console.JSON,
    quiet: bool = console.QUIET,
) -> None:
    """Write a simulated lender's delivery, and apart from it the truth that a score needs."""
    from mingjian.contract.labels import table_label
    from mingjian.settings import FILE_NAME
    from mingjian.simulation import WorldSettings
    from mingjian.simulation import simulate as simulate_world

    settings = WorldSettings(
        world=world,
        customers=customers,
        seed=seed,
        sophistication=sophistication,
        months=months,
        complaints_per_customer=complaints,
        agent_share=agent_share,
        documented_complaints=documented_complaints,
    )
    speech = console.spoken(language)
    with console.progress(quiet=quiet, language=speech) as progress:
        summary = simulate_world(
            settings,
            delivery=folder / "delivery",
            truth=folder / "truth",
            statement=folder / FILE_NAME,
            progress=progress,
        )
    if as_json:
        console.say_json({"delivery": summary.delivery, "truth": summary.truth})
        return
    for name, rows in summary.delivery.items():
        console.say(f"{rows:>12,}  {table_label(name)[speech]} ({name})")
    delivery, truth = ("交付", "真相") if speech == "zh" else ("delivery", "truth")
    console.say(f"{delivery}: {folder / 'delivery'}\n{truth}: {folder / 'truth'}")
