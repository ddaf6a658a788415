"""The page on which whoever hangs a wall sees whether it is shown pixel for pixel, and what can be read from afar."""

import html
import json

WORDS: dict[str, dict[str, str]] = {
    "zh-CN": {
        "page": "大屏校准", "sample": "云海市城市运行一屏", "window": "窗口 {width} × {height}，设备像素比 {ratio}",
        "stage": "设定 {width} × {height}，点距 {pitch} mm，最远 {metres} m",
        "fits": "逐点显示", "scaled": "浏览器或系统缩放 {percent} %，须改为 100 %",
        "differs": "窗口与设定不符：须全屏且分辨率一致",
        "layout": "版式 {layout}，密度 {density}，字号系数 {grown}",
        "crossed": "有文字压在拼缝上：{names}", "clean": "文字避开全部拼缝",
        "t1": "最远座位可读", "t2": "七成距离可读", "t3": "五成距离可读", "sound": "试声",
        "blocked": "浏览器不允许发声",
        "heard": "已发声：应听到一级（高低交替两秒）、二级（一声）",
        "p1": "一级 特急", "p2": "二级 紧急", "p3": "三级 较急", "p4": "四级 一般",
        "greys": "灰阶",
        "second": "每秒一变",
        "points": "逐点黑白，远看应为均匀灰色",
    },
    "en": {
        "page": "Calibration", "sample": "City on one screen",
        "window": "Window {width} × {height}, device pixel ratio {ratio}",
        "stage": "Profile {width} × {height}, pitch {pitch} mm, farthest seat {metres} m", "fits": "Pixel for pixel",
        "scaled": "Scaled to {percent} %: set the browser and the system to 100 %",
        "differs": "The window is not the profile's: full screen, the same resolution",
        "layout": "Layout {layout}, density {density}, type × {grown}", "crossed": "Text lies across a seam: {names}",
        "clean": "No text lies across a seam", "t1": "read from the farthest seat", "t2": "from seven tenths of it",
        "t3": "from half of it", "sound": "Try the sound", "blocked": "The browser lets no sound out",
        "heard": "P1 (high and low, two seconds), then P2 (one tone) should be heard",
        "p1": "P1 critical", "p2": "P2 urgent", "p3": "P3 elevated",
        "p4": "P4 normal", "greys": "Greys", "second": "Changes each second",
        "points": "Black and white points: an even grey from afar",
    },
}


def render(language: str, name: str) -> str:
    """Return the page as HTML; assets/calibrate.js measures and draws."""
    said = html.escape(json.dumps(WORDS[language], ensure_ascii=False))
    title = WORDS[language]["page"]
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<link rel="icon" href="/assets/favicon.ico"><link rel="stylesheet" href="/assets/tokens.css">'
        '<link rel="stylesheet" href="/assets/panels.css"><link rel="stylesheet" href="/assets/calibrate.css"></head>'
        f'<body class="calibration" data-theme="dark"><main data-calibrate="{html.escape(name)}" data-words="{said}">'
        '</main><script src="/assets/sound.js"></script><script src="/assets/calibrate.js"></script></body></html>'
    )
