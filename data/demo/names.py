"""Names of the demo city, Chinese with English: an invented city, so no name means a real place.

Place names are put together from two characters; their English form is the pinyin of the two.
"""

import numpy as np

CITY = ("云海市", "Yunhai")
LEVELS = (
    ("city", "市", "City", 4), ("district", "区", "District", 6), ("street", "街道", "Subdistrict", 9),
    ("community", "社区", "Community", 12), ("grid", "网格", "Grid", 15),
)
DISTRICTS = (
    ("西岭区", "Xiling District"), ("西苑区", "Xiyuan District"), ("北川区", "Beichuan District"),
    ("东屏区", "Dongping District"), ("东港区", "East Harbour District"), ("中兴区", "Zhongxing District"),
    ("石湾区", "Shiwan District"), ("南汀区", "Nanting District"), ("临江区", "Linjiang District"),
    ("云浦区", "Yunpu District"), ("南屿区", "Nanyu District"),
)
"""In the order of outline.DISTRICT_SEEDS."""
DISTRICT_OF_GROUP = {11: tuple(range(11)), 7: (1, 5, 3, 4, 7, 8, 9), 3: (5, 4, 8)}
"""Whose name a group of outline.MERGED bears."""

HEADS = (
    "石Shi 望Wang 海Hai 清Qing 金Jin 银Yin 玉Yu 龙Long 凤Feng 鹤He 松Song 柳Liu 梅Mei 兰Lan 竹Zhu 桂Gui 荷He 枫Feng "
    "桐Tong 霞Xia 星Xing 月Yue 春Chun 秋Qiu 和He 平Ping 福Fu 瑞Rui 祥Xiang 锦Jin 绿Lü 青Qing 碧Bi 白Bai 红Hong 紫Zi "
    "长Chang 高Gao 大Da 新Xin 古Gu 上Shang 下Xia 前Qian 后Hou 双Shuang 三San 五Wu 七Qi 九Jiu 百Bai 雁Yan 鹭Lu 虹Hong "
    "朝Chao 广Guang 永Yong 嘉Jia 泰Tai 德De 义Yi 仁Ren"
)
TAILS = (
    "桥qiao 江jiang 湾wan 港gang 塘tang 浦pu 泾jing 溪xi 河he 湖hu 泉quan 井jing 山shan 岭ling 坡po 园yuan 林lin "
    "田tian 庄zhuang 店dian 坊fang 里li 门men 台tai 亭ting 阁ge 堂tang 苑yuan 城cheng 洲zhou 渡du 滩tan 岸an "
    "堤di 墩dun 峰feng 谷gu 阳yang 景jing 丰feng 宁ning 康kang 乐le 明ming 华hua 兴xing 桂gui 荫yin 舍she 村cun"
)
FIRST_STREET = ("石桥", "Shiqiao")
FIRST_COMMUNITY = ("望江", "Wangjiang")
STREET_KINDS = {"街道": "Subdistrict", "镇": "Town"}
COMMUNITY_KINDS = {"社区": "Community", "村": "Village"}
GRID = ("{name}第{number}网格", "{name} Grid {number}")

RIVER = ("云江", "Yun River")
STREAM = ("清溪河", "Qingxi Brook")
LAKE = ("望湖", "Wang Lake")
RAIL = ("云海铁路", "Yunhai Railway")
ROADS = (
    ("内环路", "Inner Ring Road"), ("中环路", "Middle Ring Road"), ("外环高速", "Outer Ring Expressway"),
    ("中轴大道", "Central Axis Avenue"), ("云海大道", "Yunhai Avenue"), ("西北大道", "Northwest Avenue"),
    ("东屏大道", "Dongping Avenue"), ("迎宾大道", "Yingbin Avenue"), ("港城快速路", "Harbour Expressway"),
    ("石湾大道", "Shiwan Avenue"), ("南汀大道", "Nanting Avenue"), ("南浦大道", "Nanpu Avenue"),
    ("西岭大道", "Xiling Avenue"), ("北川大道", "Beichuan Avenue"), ("南屿大道", "Nanyu Avenue"),
    ("东岸路", "East Bank Road"), ("苑西路", "Yuanxi Road"),
)
"""The rings, then outline.RADIALS in their order."""
PARKS = (
    ("西山森林公园", "West Hill Forest Park"), ("翠湖公园", "Cuihu Park"), ("桃园公园", "Peach Garden"),
    ("南岭公园", "Nanling Park"), ("滨江公园", "Riverside Park"), ("植物园", "Botanical Garden"),
    ("东山公园", "East Hill Park"), ("湿地公园", "Wetland Park"), ("石湾公园", "Shiwan Park"),
    ("体育公园", "Sports Park"), ("人民公园", "People's Park"), ("望潮公园", "Tide View Park"),
    ("云岭公园", "Yunling Park"), ("南汀公园", "Nanting Park"), ("儿童公园", "Children's Park"),
    ("文化公园", "Culture Park"),
)
"""In the order of outline.PARKS."""

DESK = "系统席"
ANSWERERS = ("受理1席", "受理2席", "受理3席", "受理5席", "受理8席")
SENDERS = ("派遣1席", "派遣2席", "派遣3席")
CHECKERS = ("核查1席", "核查2席", "核查4席")
CALLERS = ("回访1席", "回访2席", "回访6席")
GRADERS = ("评价1席", "评价2席")
CLOSERS = ("结案1席", "结案2席")
CLERK = "{department}经办{n}"
"""Whoever handles a case in a department."""
SOURCES = {
    "hotline": "12345热线", "patrol": "巡查采集", "phone": "市民随手拍", "sensor": "物联感知", "video": "视频巡检",
}

UNITS = {
    "grid_officer": ("网格员{n}号", "Grid Officer {n}"), "police": ("巡警{n}组", "Police Patrol {n}"),
    "fire": ("消防{n}站", "Fire Station {n}"), "sanitation": ("环卫{n}班", "Sanitation Crew {n}"),
    "repair": ("抢修{n}组", "Repair Crew {n}"), "medical": ("急救{n}组", "Ambulance {n}"),
    "enforcement": ("城管{n}队", "Enforcement Team {n}"),
}
PLACES = {
    "hospital": ("{name}医院", "{name} Hospital"), "clinic": ("{name}社区卫生服务中心", "{name} Community Clinic"),
    "school": ("{name}小学", "{name} Primary School"), "shelter": ("{name}应急避难场所", "{name} Emergency Shelter"),
    "fire_station": ("{name}消防救援站", "{name} Fire Station"),
    "police_station": ("{name}派出所", "{name} Police Station"),
    "park": ("{name}公园", "{name} Park"), "toilet": ("{name}公共厕所", "{name} Public Toilet"),
    "elderly_care": ("{name}养老服务中心", "{name} Elderly Care Centre"),
}
ROAD_ENDS = ("路", "街", "大街", "北路", "南路", "东路", "西路", "巷")
STEM_ENDS = ("社区", "村")
ADDRESS = "{district}{street}{road}{door}号"
SPOTS = {
    "homes": ("{name}{n}号楼", "{name}{gate}门", "{name}快递站旁", "{name}活动中心旁",
              "{road}{door}号院内", "{name}{n}号楼1单元", "{name}幼儿园旁", "{name}垃圾分类点"),
    "core": ("{road}{door}号门前", "{road}与{cross}路口", "{road}公交站", "{stem}菜市场门口",
             "{stem}广场", "{stem}小学门口", "{stem}地铁站{gate}出口", "{road}{door}号商铺前", "{stem}商业街"),
    "works": ("{road}{door}号工地", "{stem}新城工地", "{road}施工段", "{road}与{cross}路口施工点"),
    "green": ("{stem}绿地", "{road}绿化带", "{stem}口袋公园", "{road}{door}号前行道树处"),
    "water": ("{stem}河段", "{road}下穿通道", "{stem}桥下", "{road}滨水步道"),
    "edge": ("{stem}村口", "{road}旁空地", "{stem}老街{door}号"),
}
GATES = "东南西北"
DECLINED_NOTE = "不属于受理范围，已告知来电人"
RETURNED_NOTES = ("位置不在我单位养护范围，请改派", "现场未发现该问题，请核实位置", "权属属于其他单位，附现场照片",
                  "人员车辆不足，请另派")
REWORK_NOTES = ("现场复核未通过，请重新处置", "仅部分清理，周边仍有遗留", "处置后照片与现场不符",
                "问题已恢复原状，需再次处置")
DISSATISFIED_NOTES = ("来电人反映问题仍然存在", "来电人表示处置后又出现", "来电人对处置结果不认可，要求重新处理",
                      "来电人称无人到场")
SUSPEND_NOTES = ("需列入年度改造计划，待资金落实", "涉及产权争议，待协调", "雨季不宜施工，待天气转好",
                 "等待管线单位确认方案")
ASK_NOTES = ("需采购配件，申请延期", "现场需断路施工，待交通审批", "需多部门会商，申请延期",
             "工程量较大，申请延长处置时限")
SUPPORTED = ("我也遇到了，同一个地方。", "路过看到也是这样，请尽快处理。", "这里已经好几天了。",
             "情况属实，我也要反映。")
ANSWERED = "您反映的问题已处理完毕，感谢您的关注。"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = ("建国", "秀英", "伟", "敏", "丽华", "志强", "桂兰", "晓东", "婷婷", "国庆", "淑珍", "海燕", "文斌", "雪梅",
         "俊杰", "红霞", "永福", "佳怡", "立新", "春梅", "子轩", "玉兰", "振华", "小芳", "德明", "欣怡", "长顺",
         "美玲", "浩然", "素云")
PHONE = "1900000{n:04d}"
"""A range of numbers that nobody is given."""


def pairs(rng: np.random.Generator) -> list[tuple[str, str]]:
    """Return every two-character name with its pinyin, shuffled: ("石桥", "Shiqiao"), ..."""
    heads = [(word[0], word[1:]) for word in HEADS.split()]
    tails = [(word[0], word[1:]) for word in TAILS.split()]
    taken = {FIRST_STREET[0], FIRST_COMMUNITY[0]}
    names = [(zh + end, latin + _glue(latin_end)) for zh, latin in heads for end, latin_end in tails
             if zh != end and zh + end not in taken]
    return [names[i] for i in rng.permutation(len(names))]


def _glue(syllable: str) -> str:
    return f"'{syllable}" if syllable[0] in "aeo" else syllable
