"""The examples of the guides: code blocks as they stand, and what they say they print."""

import dataclasses
import json
import pathlib
import re
import subprocess
import sys
from collections.abc import Sequence

ROOT = pathlib.Path(__file__).parents[2]
HOWTO = ROOT / "docs" / "howto"
WEB = ROOT / "web"
NODE = pathlib.Path(sys.executable).with_name("node")
_FENCE = re.compile(r"^```(\w+)([ \w]*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_BUNDLE = """
import { build } from 'esbuild';
let given = '';
for await (const part of process.stdin) given += part;
const bundle = async (contents) => {
  const stdin = { contents, loader: 'tsx', resolveDir: process.cwd() };
  const define = { 'process.env.NODE_ENV': '"development"', __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' };
  const options = { stdin, define, bundle: true, write: false, format: 'esm', jsx: 'automatic' };
  return (await build(options)).outputFiles[0].text;
};
console.log(JSON.stringify(await Promise.all(JSON.parse(given).map(bundle))));
"""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Example:
    where: str  # page and line
    language: str
    words: str  # what stands behind the language
    code: str

    @property
    def prints(self) -> list[str]:
        """What the comments `// → …` say that it prints."""
        return re.findall(r"// → (.*)$", self.code, re.MULTILINE)

    @property
    def imports(self) -> bool:
        return bool(re.search(r"^import |\brequire\(", self.code, re.MULTILINE))

    @property
    def calls(self) -> set[str]:
        """The methods it calls."""
        return set(re.findall(r"\bSmooch\.(\w+)\(", self.code))


def of(page: pathlib.Path, *languages: str) -> list[Example]:
    """The blocks of a page in these languages."""
    text = page.read_text()
    return [
        Example(
            where=f"{page.name}:{text.count(chr(10), 0, found.start()) + 1}",
            language=found[1],
            words=found[2].strip(),
            code=found[3],
        )
        for found in _FENCE.finditer(text)
        if found[1] in languages
    ]


def bundled(codes: Sequence[str]) -> list[str]:
    """Each as a bundler makes it one script."""
    command = [str(NODE), "--input-type=module", "-e", _BUNDLE]
    done = subprocess.run(command, input=json.dumps(codes), cwd=WEB, capture_output=True, text=True, check=True)
    made: list[str] = json.loads(done.stdout)
    return made


def in_node(code: str) -> list[str]:
    """What a module prints that runs where there is no window."""
    done = subprocess.run(
        [str(NODE), "--input-type=module", "-e", code], cwd=WEB, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()
