"""The README's table of settings is complete."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_setting_of_the_environment_is_in_the_readme():
    settings = (ROOT / "boardplan" / "settings.py").read_text()
    readme = (ROOT / "README.md").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    table = set(re.findall(r"`([A-Z_]+)`", readme))
    assert len(read) > 20
    assert read - table == set()


def test_the_accounts_in_the_readme_are_those_of_the_demo():
    from reports.demo.accounts import ACCOUNTS

    readme = (ROOT / "README.md").read_text()
    assert set(re.findall(r"^\| (\S+@\S+\.example)", readme, re.M)) == {
        account.email for account in ACCOUNTS
    }
