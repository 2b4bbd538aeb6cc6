"""Cuts the page's fonts out of their full families.

fonts.py --texts FILE… --icons CODEPOINTS.json ICONS.txt LUCIDE.ttf --fonts FOLDER… --output FOLDER

Writes inter400.otf, inter600.otf, mono.ttf, icons.ttf and zh.otf, and two containers of them:
fonts.inkf (the first four) and font-zh.inkf. A container is little-endian:
  magic "INKF", u32 version = 1, u32 count, count × (name: 16 bytes padded with zeros, u32 offset, u32 length),
  then the font files, at those offsets from the start of the container.
The page rasterises with stb_truetype, which neither hints, kerns nor substitutes: hints and layout tables
are left out, and Inter's tabular figures take the place of its proportional ones. Same input, same bytes.
"""
import argparse
import json
import os
import struct
import sys

try:
    from fontTools import subset
    from fontTools.ttLib import TTFont
except ImportError:
    sys.exit("fonts.py: fontTools is not installed (Debian: python3-fonttools)")

# Printable ASCII, and what mathematics and typography in the page may want at any time.
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + (
    "\u00a0°·×÷±²³µ½–—‘’“”…•→←↑↓↔−≤≥≈≠σΣΔΦ∂ηθλμπαβγδεφ∇√∞∑∏∈⌘⇧⏎₀₁₂₃₄₅₆₇₈₉ⁱⁿ⁰¹⁴⁵⁶⁷⁸⁹⁻ᵀŷẑâ")

CJK_COLLECTION = "NotoSansCJK-Regular.ttc"
CJK_NUMBER = 2  # Simplified Chinese, of the fonts in the collection


def find(folders, name):
    for folder in folders:
        for where, _, files in sorted(os.walk(folder)):
            if name in files:
                return os.path.join(where, name)
    sys.exit(
        f"fonts.py: {name} not found in {' '.join(folders)} (Debian: fonts-inter, fonts-jetbrains-mono, "
        "fonts-noto-cjk); set INKLING_FONT_DIR to a folder that has it")


def characters(paths):
    found = set()
    for path in paths:
        with open(path, encoding="utf-8") as file:
            found.update(file.read())
    return {c for c in found if ord(c) > 0x7E}


def with_tabular_figures(font):
    """Points the digits of the character map at their tabular forms, all of exactly one width."""
    table = font["GSUB"].table
    mapping = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for lookup in table.LookupList.Lookup[index].SubTable:
                    lookup = getattr(lookup, "ExtSubTable", lookup)
                    mapping.update(lookup.mapping)
    for cmap in font["cmap"].tables:
        for digit in range(0x30, 0x3A):
            if digit in cmap.cmap:
                cmap.cmap[digit] = mapping.get(cmap.cmap[digit], cmap.cmap[digit])  # tables may share a map
    metrics = font["hmtx"].metrics
    digits = [font.getBestCmap()[digit] for digit in range(0x30, 0x3A)]
    width = max(metrics[name][0] for name in digits)
    for name in digits:
        metrics[name] = (width, metrics[name][1])


def cut(path, text, output, number=-1, tabular=False):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = []
    options.notdef_outline = True
    options.glyph_names = False
    options.font_number = number
    options.desubroutinize = True
    options.recalc_timestamp = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "VORG", "vhea", "vmtx", "DSIG", "meta"]
    font = subset.load_font(path, options)
    if tabular:
        with_tabular_figures(font)
    known = set(font.getBestCmap())
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in text if ord(c) in known])
    cutter.subset(font)
    subset.save_font(font, output, options)
    return {c for c in text if ord(c) in known}


def pack(output, fonts):
    contents = []
    for name, path in fonts:
        with open(path, "rb") as file:
            contents.append((name, file.read()))
    header = 12 + 24 * len(contents)
    table, body = b"", b""
    for name, data in contents:
        table += struct.pack("<16sII", name.encode(), header + len(body), len(data))
        body += data
    with open(output, "wb") as file:
        file.write(b"INKF" + struct.pack("<II", 1, len(contents)) + table + body)


def icon_text(codepoints_path, list_path):
    with open(codepoints_path, encoding="utf-8") as file:
        codepoints = json.load(file)
    with open(list_path, encoding="utf-8") as file:
        lines = [line.strip() for line in file]
    names = [line.split("=")[-1].strip() for line in lines if line and not line.startswith("#")]
    return "".join(chr(codepoints[name]) for name in names)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", nargs="*", default=[])
    parser.add_argument("--icons", nargs=3, required=True)
    parser.add_argument("--fonts", nargs="+", required=True)
    parser.add_argument("--output", required=True)
    arguments = parser.parse_args()
    os.makedirs(arguments.output, exist_ok=True)
    at = lambda name: os.path.join(arguments.output, name)  # noqa: E731

    used = characters(arguments.texts)
    latin = sorted(set(ALWAYS) | used)
    by_inter = cut(find(arguments.fonts, "Inter-Regular.otf"), latin, at("inter400.otf"), tabular=True)
    cut(find(arguments.fonts, "Inter-SemiBold.otf"), latin, at("inter600.otf"), tabular=True)
    cut(find(arguments.fonts, "JetBrainsMono-Regular.ttf"), latin, at("mono.ttf"))
    cut(arguments.icons[2], icon_text(*arguments.icons[:2]), at("icons.ttf"))
    # What Inter lacks, and the punctuation that Chinese text wants in its own width.
    chinese = sorted((used - by_inter) | set("，。、；：？！（）《》“”‘’…—·"))
    cut(find(arguments.fonts, CJK_COLLECTION), chinese, at("zh.otf"), number=CJK_NUMBER)

    # The name of the other language, which is on the screen before its font is.
    cut(find(arguments.fonts, CJK_COLLECTION), "中文", at("zhname.otf"), number=CJK_NUMBER)

    pack(at("fonts.inkf"), [("inter400", at("inter400.otf")), ("inter600", at("inter600.otf")),
                            ("mono", at("mono.ttf")), ("icons", at("icons.ttf")),
                            ("zhname", at("zhname.otf"))])
    pack(at("font-zh.inkf"), [("zh", at("zh.otf"))])


main()
