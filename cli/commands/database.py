"""`interviewer db`: the schema upgraded and checked, the database backed up and put back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.commands.options import DryRun, tell_done
from cli.commands.startup import fail, settings, words

app = typer.Typer(no_args_is_help=True)


@app.command()
def upgrade(dry_run: DryRun = False) -> None:
    """Brings the schema up to date; a SQLite file is copied first."""
    from storage.upgrade import known
    from storage.upgrade import upgrade as upgrade_schema

    if dry_run:
        tell_done(words().administration.schema_is(str(known()[-1])), dry_run)
        return
    copy = upgrade_schema(settings().database_url)
    if copy is not None:
        print(words().administration.copy_before(str(copy)))
    print(words().administration.schema_is(str(known()[-1])))


@app.command()
def check() -> None:
    """Says which schema the database has; exit 1 when the program cannot work with it."""
    from storage.upgrade import check as check_schema

    schema, say = check_schema(settings().database_url), words().administration
    if schema.is_newer:
        fail(say.schema_newer(schema.current or "", schema.newest))
    if not schema.is_current:
        fail(say.schema_older(schema.current or "", schema.newest))
    print(say.schema_good(schema.newest))


@app.command()
def backup(
    target: Annotated[
        Path | None, typer.Argument(help="A new file, or a folder; by default the folder `backups`.")
    ] = None,
    keep: Annotated[int | None, typer.Option(min=1, help="Leave only this many backups in the folder.")] = None,
) -> None:
    """Writes the whole database into one file, while the program may run."""
    from storage.backup import backup as make_backup

    own = settings()
    print(make_backup(own.database_url, target, keep=keep, recipient=own.backup_recipient))


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that `db backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where a database is already.")] = False,
    identity: Annotated[
        Path | None, typer.Option(help="The file with the secret key (age-keygen) of an encrypted backup.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Puts a backup in the place of the database; stop the program first."""
    from storage.backup import check_restore, people_in
    from storage.backup import restore as put_back

    url = settings().database_url
    before = people_in(url)
    if dry_run:
        check_restore(url, source, replace=replace, identity=identity)
        tell_done(words().administration.restored(str(source)), dry_run)
        return
    aside = put_back(url, source, replace=replace, identity=identity)
    if aside is not None:
        print(words().administration.file_before(str(aside)))
    print(words().administration.restored(str(source)))
    back = {number: name for number, name in people_in(url).items() if number not in before}
    if back:
        print(words().administration.BACK_AGAIN if before else words().administration.BACK_ON_EMPTY)
    for number, name in back.items():
        print(f"#{number} {name}")
