#!/usr/bin/env bash
# swift-mustache does not escape a quotation mark or a less-than sign that a combining accent follows: a browser sees the mark, which
# ends the attribute, so a name can add an attribute that runs a script.
#
# Swift compares characters, which are clusters of scalars: a mark with an accent upon it is one character, and not equal to the mark.
# Browsers read scalars.
set -euo pipefail
command -v swift >/dev/null || { echo "swift is not installed" >&2; exit 69; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >Package.swift <<'SWIFT'
// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "finding",
  dependencies: [.package(url: "https://github.com/hummingbird-project/swift-mustache.git", exact: "2.1.1")],
  targets: [.executableTarget(name: "finding", dependencies: [.product(name: "Mustache", package: "swift-mustache")])])
SWIFT
mkdir -p Sources/finding
cat >Sources/finding/main.swift <<'SWIFT'
import Mustache

let template = try MustacheTemplate(string: "<img alt=\"{{name}}\">")
for name in ["a\" onload=1 ", "a\"\u{301} onload=1 ", "a<\u{338}b"] {
  print(template.render(["name": name]))
}
SWIFT
echo "swift-mustache 2.1.1, $(swift --version 2>/dev/null | head -1)"
swift run -q | tee seen

python3 - <<'PYTHON'
from html.parser import HTMLParser


class Attributes(HTMLParser):
    def handle_starttag(self, tag, attrs):
        self.names = [name for name, _ in attrs]


found = []
for line in open("seen", encoding="utf-8").read().splitlines():
    parser = Attributes()
    parser.feed(line)
    found.append(parser.names)
print("attributes that a reader of HTML sees:", found)
plain, accented, less = found
assert plain == ["alt"], plain
assert "onload" in accented, accented
assert "<\u0338" in open("seen", encoding="utf-8").read()
PYTHON
