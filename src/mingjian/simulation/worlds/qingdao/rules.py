# ruff: noqa: E501  # a sentence is kept on one line, so that it can be found
"""The grammar of this world: symbols and what they may become.

``<symbol>`` is replaced by one of its productions, ``$name$`` by a fact. A symbol ``claim/…`` or ``demand/…`` is what
its name says, wherever in a text it comes to stand, and so is what stands between ``{claim}`` and ``{}``.
"""

RULES: dict[str, tuple[str, ...]] = {
    # What people write for themselves.
    "letter": (
        "<hello><who><story><<claims>><<demands>><bye>",
        "<hello><story><<claims>><who><<demands>>",
        "<<claims>><story><<demands>><bye>",
        "<who><<claims>><<demands>><bye>",
        "<hello><<claims>><aside><story><<demands>><bye>",
        "<story><aside><<claims>><aside><<demands>><bye>",
    ),
    "short": ("<<claims>><<demands>>", "<hello><<claims>><<demands>>", "<<claims>><bye>", "<who><<claims>>"),
    "long": (
        "<hello><who><story><aside><<claims>><mood><aside><history><<demands>><mood><bye>",
        "<who><story><story2><<claims>><aside><aside><mood><<demands>><history><bye>",
        "<hello><story><mood><<claims>><history><aside><<demands>><story2><bye>",
    ),
    "petition": (
        "<hello><who><tale><<claims>><tale><mood><<demands>><bye>",
        "<who><tale><tale><<claims>><gang_rule><<demands>><bye>",
        "<hello><tale><<claims>><aside><tale><history><<demands>><tale><bye>",
        "<tale><<claims>><gang_rule><tale><aside><<demands>><mood><bye>",
    ),
    "tale": (
        "说来话长，<tale_when><tale_what><tale_end>",
        "<tale_when><tale_what><tale_more><tale_end>",
        "<tale_what><tale_end>",
        "别的不提，单说这一桩：<tale_when><tale_what><tale_more>",
    ),
    "tale_when": (
        "开春那阵儿潮水冷得扎手，",
        "立秋前后雨水连绵，",
        "刚收完花生那几天，",
        "禁渔期还没过，",
        "年根底下家家备年货的工夫，",
        "啤酒节人挤人的当口，",
        "修地铁封路那些日子，",
    ),
    "tale_what": (
        "俺把车停在修理厂门口等活儿，信贷员领着俩生人围着车转了三圈，拍照片记牌号，问他话也不答。",
        "柜台递出来一沓纸叫按手印，我戴着花镜也没瞅清，小伙子说都是格式，按就是了。",
        "孩子他娘去赶集，回来说村口有人打听咱家住哪条胡同、门朝南还是朝北。",
        "我提着现金上门交款，大堂经理让走手机，手机又提示限额，来回折腾到关门。",
        "车上装了个黑匣子，说是保险公司送的，过后才知道跟贷款绑在一处，拆了要罚钱。",
        "对账的短信一会儿欠两千一会儿欠三千，隔天又变，拿去网点，说机器的数不作准。",
        "单位工会替我出过面，写了情况说明盖了章，递进去就再没见着。",
        "俺把渔船抵给了亲戚，凑的款子先顾着还车，连网具都没舍得换。",
    ),
    "tale_more": (
        "同去的老伙计能作证，他那份合同跟俺是一天签的。",
        "那张单子现在还压在炕席底下。",
        "过路的街坊都瞧见了，有人拿手机录了一段。",
        "闺女放假回来帮着理了半天，越理越糊涂。",
        "这话我跟三个人说过，三个人三样答复。",
    ),
    "tale_end": (
        "您说这叫办的什么事。",
        "打那以后俺就多了个心眼。",
        "想起来就堵得慌。",
        "寻思着忍忍算了，谁知越忍越来劲。",
        "要不是逼到墙角，谁愿意写这些。",
        "庄户人图个安稳，哪经得起这么颠。",
    ),
    "hello": (
        "琴岛银行的同志，",
        "银行负责人：",
        "俺要反映个情况，",
        "有个事儿得跟你们说道说道。",
        "致行领导，",
        "请转贵行信贷部门，",
        "12378的老师，",
        "编辑部的朋友，",
        "",
    ),
    "who": (
        "我叫$name$，在$city$住。",
        "贷款人$name$，合同$loan$。",
        "写信的是$name$，手机$phone$。",
        "俺是个跑运输的，名叫$name$。",
        "我，$name$，$employer$的普通职工。",
        "户名$name$，证件末四位$tail$。",
    ),
    "story": (
        "$start$从贵行贷出$principal$买车，月月要交$instalment$。",
        "那年$start$，我把$product$的手续办下来了，款子$principal$。",
        "这$principal$是$start$签的字，<kept>",
        "我手里这张$product$是$start$开的，用了$principal$。",
        "当初批给我$principal$，<kept>如今账上还挂着$outstanding$。",
        "跑车的钱都压在$product$上，一共$principal$。",
        "为了给孩子娶亲，$start$办了$product$，拿到手$principal$。",
    ),
    "story2": (
        "头一年顺顺当当，{hardship}后来海鲜生意淡了，账就转不开了{}。",
        "{hardship}疫情以后货源少，车趴在院子里{}。",
        "那会儿业务员来家里办的，一顿饭的工夫就批下来。",
        "中间也提前还过一部分，柜台有底子。",
    ),
    "kept": ("从没短过一分。", "一期不落交到今年开春。", "月月扣款日卡里都留着钱。", "头两年一次没晚。"),
    "aside": (
        "前台姑娘挺和气，可惜做不了主。",
        "我去网点排号，轮到我人家下班了。",
        "邻居老李也碰上同样的事。",
        "票据我都夹在账本里。",
        "我这人嘴笨，说到哪儿算哪儿。",
        "这事搁谁身上都窝火。",
        "电话菜单按了七八下才有人声。",
        "儿子教我在手机上查的明细。",
        "通话清单营业厅给打了出来。",
        "老伴劝我别生气，我咽不下去。",
    ),
    "mood": (
        "血压都上来了。",
        "一宿一宿合不上眼。",
        "好端端一个家搅得鸡犬不宁。",
        "欠债还钱天经地义，可也得讲个章程。",
        "咱是老实人，没见过这阵仗。",
        "真叫人寒心。",
        "我信国家有王法。",
        "",
    ),
    "history": (
        "上回找过你们分行，回话说研究研究。",
        "五月里打过一次服务热线，工单号我没记。",
        "社区主任也帮着问过。",
        "",
    ),
    "again": ("上封信石沉大海，只得再写。", "头一回的答复糊弄人，我不服。", "这是我二次来信，盼个准话。"),
    "bye": (
        "盼回音。",
        "给个准信儿吧。",
        "落款：$name$。",
        "有事打$phone$，晌午最好。",
        "拜托了各位。",
        "解决不了，咱就到12363说理去。",
        "顺祝工作顺利。",
        "",
        "",
    ),
    "kin_hello": (
        "俺替$kin$$name$写这封信，俺叫$helper$，$she$眼神不济。",
        "$name$是俺$kin$，$she$不识几个字，由$helper$代笔。",
        "代家中长辈反映，本人$helper$，与$name$是至亲。",
    ),
    # Claims of honest people.
    "claim/call_frequency": (
        "$day$那天手机响了$count$回，全是要账的，<annoyed>",
        "要账的$day$轮番打，我数到$count$通就不数了，<annoyed>",
        "就拿$day$说，来来回回$count$通电话，<annoyed>",
        "一个白天$count$通电话（$day$），<annoyed>",
        "<annoyed>$day$当天统共$count$通。",
        "$day$我在海上作业，回来一看未接$count$个，<annoyed>",
    ),
    "annoyed": (
        "跟念经似的。",
        "吵得货主都不敢坐我车。",
        "耳朵起茧子。",
        "开着车怎么接。",
        "电池都打空了。",
        "搁谁谁受得了。",
    ),
    "claim/call_hours": (
        "$day$$hour$电话铃响，一家老小全惊醒。",
        "哪有$hour$讨债的，日子是$day$。",
        "$hour$（$day$）接到信贷部来电，老人当场心口疼。",
        "鸡都没叫呢，$day$$hour$就来催。",
        "$day$都歇下了，$hour$又来电话要钱。",
    ),
    "claim/third_party_contact": (
        "$day$他们把电话打给$person$，把俺欠账的底全兜了出去。",
        "$person$$day$跑来问我是不是欠了银行钱。",
        "跟这笔贷款八竿子打不着的$person$，$day$也叫你们问了一遍。",
        "银行的人$day$缠上$person$，叫人家捎话。",
        "$day$起$person$见我都绕着走，就因为你们那通电话。",
    ),
    "claim/threats": (
        "$day$电话里那后生出口成脏，扬言拖走我的车、砸了我的摊。",
        "那人$day$放狠话，要卸我一条腿，录音存着呢。",
        "$day$那通电话，张口闭口弄死你，俺娘听了直哆嗦。",
        "讨账的$day$说，再拖就叫我在胶东混不下去。",
    ),
    "claim/rate_above_cap": (
        "会计帮我一算，年息$rate$，顶破天了。",
        "本子上那些名目拢到一块，一年$rate$的利，旧社会也不过如此。",
        "按月供倒推，年化有$rate$之多，哪条法准的？",
        "利钱高得离谱，折成年率$rate$。",
    ),
    "claim/rate_above_contract": (
        "白纸黑字$contract_rate$，扣起来却是$rate$，差的钱进了谁的口袋。",
        "合同约的$contract_rate$，我照月供核出$rate$，两张皮。",
        "签字那页年利$contract_rate$，实打实收了$rate$。",
    ),
    "claim/charge_not_in_contract": (
        "$day$账上少了$sum$，柜员说是管理费，合同哪一页有？",
        "凭空冒出个$sum$的GPS费，$day$划走的，没人跟我商量。",
        "对账单$day$一栏有笔$sum$，名头叫顾问费，我压根没签过。",
        "没来由的$sum$，$day$从卡里飞了。",
    ),
    "claim/double_charge": (
        "$day$同样的$sum$划了一回又一回。",
        "$sum$的滞纳金，$day$给我来了双份。",
        "一码归一码，$day$$sum$收两遍算怎么回事？",
    ),
    "claim/repayment_not_booked": (
        "$day$我转过去$sum$，回单在手，你们硬说没见着钱。",
        "$sum$$day$就出了我的卡，半个月了账面纹丝不动。",
        "手机银行$day$还的$sum$，信贷系统里查无此款。",
    ),
    "claim/promise_not_kept": (
        "$day$经理拍胸脯说给宽限，转头翻脸。",
        "有位坐席$day$应承免掉滞纳金，至今没影。",
        "嘴上说得好，$day$答应的展期黄了。",
        "$day$定下的章程，到日子没人认账。",
    ),
    "claim/loan_not_taken": (
        "这账不是俺欠的，字不是俺签的。",
        "平白无故背上一笔$principal$，我连你们银行门朝哪开都不晓得。",
        "身份证让前房东借去过，八成叫人顶名办了贷。",
    ),
    "claim/credit_record_wrong": (
        "人行打出来的报告写我欠着，纯属张冠李戴。",
        "征信上那个黑点没道理，俺哪期晚过？",
        "买房叫信用报告卡住，可那条记录压根不对。",
    ),
    "claim/hardship": (
        "船厂停了工，俺揭不开锅。",
        "码头活儿断了仨月，一分进项没有。",
        "养殖池子遭了灾，本钱全赔进去。",
        "车队散了，工钱到如今没结。",
        "铺子盘出去还不够还货款，手头干得叮当响。",
    ),
    "claim/illness": (
        "俺这腰摔坏了，炕上躺着起不来。",
        "孩子查出白血病，{hardship}家底掏空{}。",
        "心梗放了俩支架，大夫不许再跑长途。",
        "透析一周三回，药费像流水。",
    ),
    "claim/bereavement": (
        "老父亲腊月里走了，刚圆了坟。",
        "家里当家的没了，孤儿寡母撑着。",
        "俺哥出海没回来，一大家子乱了套。",
    ),
    "claim/other": (
        "贷款结清仨月，抵押登记证还扣着。",
        "网点的叫号机坏了没人修，白跑两趟。",
        "推销保险的短信一天好几条，回T也不顶用。",
        "要一份盖章的流水，前后跑了四趟。",
        "手机程序一更新就闪退，交款日都误了。",
    ),
    "demand/waive_interest": ("滞纳金高抬贵手抹了吧。", "利钱往下降降，本钱俺砸锅卖铁也还。", "罚的那块给免了。"),
    "demand/stop_collection": ("别再叫人打电话，寄信就成。", "往后只许找我本人，发信息。", "那帮讨账的撤了吧。"),
    "demand/instalment_plan": ("容我拆成小份慢慢还。", "宽限到开海，行不行？", "给排个能喘气的还法。"),
    "demand/delete_credit_record": ("信用报告上那笔糊涂账给抹平。", "人行那头的记录，请更改过来。"),
    "demand/refund": ("错收的原路退回。", "多拿的一分不少还我。", "那笔钱打回我卡里。"),
    "demand/compensation": ("耽误的工钱得有个说法，折成钱赔。", "受了惊吓，营养费总该给点。"),
    "demand/account_closure": ("卡给我销掉。", "账号注销，从此两清。"),
    "demand/apology": ("让那人当面赔个不是。", "登门认个错，这事就翻篇。"),
    "demand/documents": ("合同原件复印一份给俺。", "把账一笔一笔列清楚寄来。", "当时的录像录音调出来我瞧瞧。"),
    "demand/other": ("求个明白话。", "派个能拍板的人来谈。"),
    # What is handed out to honest people.
    "shared/news_day/0": ("早间广播播了车贷乱收费的专题，听着跟俺的遭遇一模一样，主持人叫听众翻出账单对一对。",),
    "shared/news_day/1": ("晚报头版登了金融机构外泄客户资料被罚的消息，文末说市民有疑问可向所在银行书面查询。",),
    "shared/news_day/2": ("看完电视台那期暗访讨债公司的节目，一家人坐不住了，节目里念的话跟我接到的电话差不离。",),
    "shared/hospital/0": ("出院小结原文照抄：该员$name$诊断明确，术后恢复尚可，嘱卧床静养，按期来$helper$换药。",),
    "shared/hospital/1": ("$helper$给开的单子写着，$name$须门诊长期服药，三月内不宜重体力劳动，特此说明。",),
    "shared/lawyer/0": (
        "$helper$　函\n收函单位：$lender$\n事由：$name$与贵行借款合同（$loan$）争议\n经与当事人核对，其主张为：<<claims>>\n本所希望贵行指定专人，在两周之内与当事人或经办律师面谈。\n$today$",
    ),
    "shared/lawyer/1": (
        "$lender$台鉴：\n敝所接受$name$之托处理其$product$纠纷。据当事人所述并经初步查证，<<claims>>敝所无意激化矛盾，惟盼贵行核账后书面示知。\n$helper$谨启，$today$",
    ),
    "shared/aid/0": (
        "司法行政协助事项告知\n$name$系本机构登记的受助人，就其与$lender$之间的借贷事项陈述：<<claims>>烦请贵行安排协商，本机构可派员列席。\n$helper$\n$today$",
    ),
    "shared/form/0": (
        "【消费争议申报】单号由系统生成\n填报人$name$／电话$phone$\n经营主体$lender$／服务类型$product$／标的额$principal$\n经过：<<claims>>\n希望：<<demands>>\n经办：$helper$　$today$",
    ),
    "shared/form/1": (
        "$helper$消费提示卡（回执联）\n持卡人：$name$\n对方：$lender$\n争议描述如下——<<claims>>\n期望结果——<<demands>>\n回执日期$today$，此联交经营者留存。",
    ),
    # Gang letters: another voice, that of the "report".
    "gang": (
        "<gang_title>\n<gang_self>\n<gang_why>\n<gang_claims>\n<gang_rule>\n<gang_wish>\n<gang_threat>",
        "<gang_title>\n<gang_why>\n<gang_rule>\n<gang_self>\n<gang_claims>\n<gang_wish>\n<gang_threat>",
        "<gang_self>\n<gang_rule>\n<gang_claims>\n<gang_why>\n<gang_threat>\n<gang_wish>",
        "<gang_title>\n<gang_claims>\n<gang_self>\n<gang_why>\n<gang_wish>\n<gang_rule>\n<gang_threat>",
    ),
    "gang_note": (
        "<gang_self><gang_claims><gang_wish>",
        "<gang_claims><gang_wish><gang_threat>",
        "<gang_title>：<gang_claims><gang_wish>",
    ),
    "gang_dossier": (
        "<gang_title>\n<gang_self>\n<gang_why>\n<gang_annex>\n<gang_claims>\n<gang_rule>\n<gang_annex2>\n<gang_wish>\n<gang_threat>",
        "<gang_self>\n<gang_annex2>\n<gang_claims>\n<gang_annex>\n<gang_rule>\n<gang_why>\n<gang_wish>\n<gang_threat>",
    ),
    "gang_annex": (
        "纵观借贷全程，放款一方居于绝对强势，合同由其拟定，系统由其掌控，数据由其解释，申请人除点击同意之外别无选择；此种结构性失衡，正是监管三令五申所要矫正者，而该行阳奉阴违，积弊日深。",
        "就举证而言，双录资料、电子签名轨迹、资金流向凭证悉数存于对方机房，申请人客观上无从获取，依举证责任倒置之法理，应由其自证清白；倘若举证不能，即应承担不利后果。",
        "追溯营销源头，获客渠道以低息噱头博取眼球，落地页不显示年化，客服刻意回避总成本，三层中介抽佣，羊毛终究出在借款人身上，此等链条务请一并深挖。",
    ),
    "gang_annex2": (
        "社会影响方面，同类遭遇者遍布省内外，群组已逾三百人，情绪激愤，一触即发；倘处置失当，恐酿群体事件，届时舆情汹涌，绝非一纸声明所能平息。",
        "就协商诚意而言，申请人先后递交方案四版，自降标准，步步退让，换来的却是机械复读与无限期等待，足见其无意化解矛盾，一味以拖待变。",
        "参照外省判例，同类机构终被判令退还超收部分并承担诉讼费用，主审法官在判词中痛陈普惠金融变味之弊，本案情形更甚，裁判尺度理应从严。",
    ),
    "gang_title": (
        "关于请求查办$lender$侵害金融消费者行为的申请",
        "实名检举材料",
        "金融纠纷调解申请暨维权声明",
        "信访事项：$lender$强势侵权一案",
        "异议申诉状",
    ),
    "gang_self": (
        "申请人$name$，合同尾号见附件，涉及金额$principal$，签约于$start$，<gang_poor>",
        "检举人$name$，现居$city$，于$start$受该行信贷员诱导背负$principal$债务，<gang_poor>",
        "申诉主体：$name$（证件末位$tail$），债务标的$principal$，<gang_poor>",
        "当事人$name$自$start$起承担该行$product$项下$principal$，<gang_poor>",
    ),
    "gang_poor": (
        "{hardship}申请人眼下入不敷出，名下已无可供执行之财产{}。",
        "{hardship}家庭负债率早已越过警戒线，再无腾挪余地{}。",
        "{hardship}疫后经营崩塌，现金流枯竭，偿付能力归零{}。",
        "{hardship}全家仰赖低保度日，衣食尚且难以为继{}。",
    ),
    "gang_why": (
        "该行授信审查形同虚设，明知申请人无偿付能力仍反复加贷，<gang_blame>",
        "放贷环节未作风险揭示，关键条款以小号字体隐匿，<gang_blame>",
        "信贷员与中介里应外合，手续费层层加码，<gang_blame>",
        "签约过程全程由对方操作手机，申请人并未阅读任何文本，<gang_blame>",
    ),
    "gang_blame": (
        "过错全在放款一方。",
        "由此产生的后果理应由其自行吞咽。",
        "其行径与掠夺无异。",
        "申请人实为受害者。",
    ),
    "gang_rule": (
        "按银保监办公厅有关信用卡个性化分期之政策，凡具备还款意愿者，银行负有受理义务，不得拒之门外。",
        "对照《金融消费者权益保护实施办法》，其侵犯了金融消费者八项基本权利中的至少四项。",
        "《刑法》第二百九十三条之一已将催收非法债务入罪，相关人员难辞其咎。",
        "最高院司法解释早有定论，砍头息、复利、违约金之和逾越上限的，一概不予保护。",
        "《信用卡业务监督管理办法》第七十条写得明明白白，六十期分摊是申请人的法定选择。",
    ),
    "gang_claims": ("兹列举如下：<<claims>>", "事实与证据：<<claims>>", "违规情形计有：<<claims>>"),
    "gclaim/call_frequency": (
        "其一日之内（$day$）呼叫申请人$count$次，手段堪比呼死你软件。",
        "$day$通信清单载明，对方坐席累计呼入$count$次，足以认定滋扰。",
        "以$day$为例，外呼多达$count$次，申请人神经衰弱由此而起。",
    ),
    "gclaim/call_hours": (
        "$day$$hour$夜深人静之际，催告电话破门而入。",
        "外包团伙于$day$$hour$继续作业，公然违背作息禁令。",
    ),
    "gclaim/third_party_contact": (
        "$day$无端惊扰$person$，债务隐私就此曝光，社会评价断崖下跌。",
        "对方爬取通讯录，$day$致电$person$实施连坐式施压。",
    ),
    "gclaim/threats": (
        "$day$坐席以人身安危相胁，言辞之恶毒令人发指，音频已公证。",
        "口头扬言曝尸、断路，$day$通话足资佐证。",
    ),
    "gclaim/rate_above_cap": (
        "经第三方精算，综合资金成本$rate$，业已击穿司法红线。",
        "名义利率之外叠床架屋，真实成本$rate$，与高炮无异。",
    ),
    "gclaim/rate_above_contract": (
        "纸面利率$contract_rate$不过是诱饵，落地成本$rate$才是真面目。",
        "承诺$contract_rate$，落袋$rate$，欺诈昭然若揭。",
    ),
    "gclaim/charge_not_in_contract": (
        "$day$巧立名目划扣$sum$，查遍合约不见依据。",
        "搭售所谓安心包，$day$卷走$sum$，申请人毫不知情。",
    ),
    "gclaim/hardship": (
        "申请人下岗待业，三餐不继，已向街道申领救济。",
        "企业破产清算后申请人流落街头，谈何月供。",
        "受行业寒冬波及，收入腰斩再腰斩，客观上履行不能。",
    ),
    "gclaim/illness": (
        "申请人罹患抑郁重症，医嘱远离一切刺激，催讨无异于谋命。",
        "膝下幼子先天顽疾，手术排期在即，{hardship}分文难挪{}。",
    ),
    "gclaim/loan_not_taken": ("该笔债务来历成谜，申请人从未签署任何纸面文件，应予核销。",),
    "gclaim/promise_not_kept": ("$day$专员书面许以缓缴，旋即矢口否认，契约精神荡然无存。",),
    "gclaim/credit_record_wrong": ("征信报送未履行事前提示，程序瑕疵足以撤销该条不良。",),
    "gclaim/repayment_not_booked": ("$day$汇入的$sum$人间蒸发，对方财务黑洞可见一斑。",),
    "gclaim/double_charge": ("$day$同一款项$sum$遭双重划扣，实属侵占。",),
    "gclaim/bereavement": ("至亲新丧，热孝在身，仍遭追讨，天理何在。",),
    "gclaim/other": ("屡次递交协商材料，均被客服以话术搪塞。",),
    "gang_wish": ("诉请事项——<<demands>>", "为此郑重提出：<<demands>>", "底线要求：<<demands>>"),
    "gdemand/waive_interest": ("停息挂账，违约金与复利清零", "息费一笔勾销，只谈本金"),
    "gdemand/stop_collection": ("责令外包公司永久停催", "冻结全部催讨动作，改由书信往来"),
    "gdemand/instalment_plan": ("本金摊作六十个月，首付为零", "批准五年期无息分摊"),
    "gdemand/delete_credit_record": ("征信不良即刻洗白", "撤销逾期上报，恢复信用原貌"),
    "gdemand/refund": ("已缴超额息费悉数吐出", "全额返还搭售款项"),
    "gdemand/compensation": ("精神抚慰金叁万元整", "误工、交通、名誉损失合计赔付贰万元"),
    "gdemand/apology": ("登报致歉以正视听", "行长署名致歉"),
    "gdemand/documents": ("公开授信档案及双录影像", "交出全套电子签章日志"),
    "gang_threat": (
        "限七日回函，逾期视同放弃协商，申请人将联合百名受害者集体上访。",
        "若置若罔闻，媒体、巡视组、网信办见。",
        "申请人已购入录音设备，全程留痕，奉劝好自为之。",
        "本材料一式五份，分寄五家机关，静候处置。",
        "撤诉与否，全看诚意，勿谓言之不预。",
    ),
    "blend": (
        "另补充个人实情：$story$",
        "再说句心里话，$story$",
        "附言：$story$",
    ),
    # Victims, adverts, calls.
    "testimony": (
        "俺让$brand$坑苦了，$fee$块交上去，人就没了动静。",
        "经老乡牵线认识$brand$，押了身份证还交$fee$，车照样被收走。",
        "那家$agency$打着公益旗号，合同一签先要$fee$，末了叫俺自己写信。",
        "$brand$教俺关机玩失踪，收费$fee$，结果违约金翻了番，想请银行帮着追。",
        "花$fee$买了$brand$的包，里头就几页纸，叫俺照抄寄出去。",
    ),
    "advert": (
        "车贷压得喘不过气？$brand$出手，#停cui#即日生效，#免xi#到底，口碑二十年，微$wechat$",
        "岛城老表注意，#xin用卡#还不上别慌，$brand$一条龙，#法雾#代理，#不诚不收#，拨$phone$",
        "#逾妻#客户福利：$brand$帮你#挂胀#五年，#铱行#都得让步，名额有限",
        "$brand$直播间揭秘#反cui收#，#白户#变贵宾，#洗bai#征信，私聊发「自由」",
        "扫码进群领#撸款#避坑图，$brand$老师手把手写#tou诉#信，学费$fee$",
    ),
    "post": (
        "岛城办#难题的举手，",
        "俺专攻#那些坑，",
        "车友聊聊#咋整，",
        "搞定#靠门道，",
        "咨询#请留言，",
        "别让#拖垮家，",
        "谁家#没着落，",
        "碰上#甭上火，",
    ),
    "call": (
        "坐席：$name$先生女士，琴岛银行提醒您车贷已过扣款日。\n用户：这两天凑钱呢。\n坐席：那给您记上，祝您出入平安。",
        "坐席：喂，您的账单还差一期没结。\n用户：能缓到月末不？\n坐席：我登记一下诉求，后续有专员联系。",
        "坐席：打扰了，核实一下您的还款安排。\n用户：后天到账就还。\n坐席：好嘞。",
    ),
    "threat_call": (
        "讨账人：$name$，钱呢？\n用户：真没有。\n讨账人：今晚就去你家泼油漆，堵你闺女放学，信不信。\n用户：你敢！",
        "讨账人：再不还，拖你车，打断你的腿。\n用户：我报警。\n讨账人：报去，弄不死你。",
    ),
}

CODE_WORDS = {
    "停cui": "停催", "免xi": "免息", "xin用卡": "信用卡", "法雾": "法务", "不诚不收": "不成不收",
    "逾妻": "逾期", "挂胀": "挂账", "铱行": "银行", "反cui收": "反催收", "白户": "白户", "洗bai": "洗白", "撸款": "撸款", "tou诉": "投诉",
}  # fmt: skip
"""What is written between number signs in an advert, and what is meant."""

LOOK_ALIKES = {"停催": "仃催", "网贷": "网贠", "征信": "佂信", "分期": "兮期"}
"""What is meant, and what a comment writes instead: a character that only looks alike."""

VEILS = {"利率": "力率", "逾期": "愚期", "债务": "责务", "征信": "争信", "催讨": "摧讨"}
"""What is meant, and what is written instead; both of two characters."""

GANG_CLAIMS = (
    ("hardship", "call_frequency", "rate_above_cap"),
    ("third_party_contact", "call_hours"),
    ("rate_above_cap", "charge_not_in_contract", "threats"),
    ("illness", "hardship"),
    ("rate_above_contract", "third_party_contact", "call_frequency"),
    ("threats", "call_frequency", "illness"),
)
GANG_DEMANDS = (
    ("waive_interest", "instalment_plan", "delete_credit_record"),
    ("compensation", "refund", "apology"),
    ("stop_collection", "instalment_plan", "compensation"),
    ("refund", "documents", "delete_credit_record"),
)
