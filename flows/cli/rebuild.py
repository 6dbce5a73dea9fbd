"""``chitieu rebuild``: the warehouse afresh from the landed deliveries and the officers' answers."""

import json
import sys

import click

from flows.cli.options import common


@click.command()
@common
def rebuild(ward: str | None, as_json: bool) -> None:
    """Make the warehouse afresh from the landed deliveries. Readers see the old one until the new one stands;
    if it fails nothing is changed."""
    from flows.cli.terminal import progress_shown
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from flows.operations.rebuild import rebuild as make_again
    from flows.wording.statuses import STATUS_VI

    settings = load_settings(ward)
    with progress_shown(not as_json) as progress, ward_warehouse(settings, alone=True) as engine:
        done = make_again(engine, settings, progress)
    if as_json:
        click.echo(json.dumps(done.as_json(), ensure_ascii=False))
        sys.exit(3 if done.is_worse else 0)
    click.echo(f"Đã dựng lại kho dữ liệu từ {done.replayed} tệp gốc. {done.indicators_changed} giá trị chỉ tiêu thay đổi.")
    for name in done.missing:
        click.echo(f"  {name}: tệp gốc không còn lưu; số liệu đã công bố của tệp này giữ nguyên.")
    for line in done.changed:
        click.echo(f"  {line['file']}: trước '{STATUS_VI[line['was']][0]}', nay '{STATUS_VI[line['is']][0]}'.")
    sys.exit(3 if done.is_worse else 0)
