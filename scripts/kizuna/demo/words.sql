-- What names are made of. Companies are unusual stems with common trades; no real one is meant.
create table stems as
select t.*
from (
    values
    ('汐凪', 'shionagi'), ('澄野', 'sumino'), ('雲居野', 'kumoino'), ('碧嶺', 'hekirei'),
    ('霧ノ杜', 'kirinomori'), ('月見坂', 'tsukimizaka'), ('灯環', 'towa'), ('穂積野', 'hozumino'),
    ('楓ヶ丘', 'kaedegaoka'), ('水鏡', 'mizukagami'), ('青藍', 'seiran'), ('銀杏坂', 'ichozaka'),
    ('藤代川', 'fujishirogawa'), ('氷見沢', 'himizawa'), ('星降', 'hoshifuri'), ('緋桜', 'hizakura'),
    ('若苗', 'wakanae'), ('千早原', 'chihayahara'), ('風待', 'kazemachi'), ('萌黄', 'moegi'),
    ('鶴ノ里', 'tsurunosato'), ('雪解', 'yukige'), ('桐ノ葉', 'kirinoha'), ('瑠璃川', 'rurikawa'),
    ('波乃浦', 'naminoura'), ('椿原', 'tsubakihara'), ('双葉丘', 'futabaoka'), ('清瀬野', 'kiyoseno'),
    ('茜坂', 'akanezaka'), ('玉響', 'tamayura'), ('初凪', 'hatsunagi'), ('暁ノ森', 'akatsukinomori'),
    ('夕映', 'yubae'), ('木洩日', 'komorebi'), ('花筏', 'hanaikada'), ('結城野', 'yukino'), ('薫風', 'kunpu'),
    ('鈴懸', 'suzukake'), ('八重垣', 'yaegaki'), ('九十九原', 'tsukumohara'), ('翠山', 'suizan'),
    ('天乃川', 'amanogawa'), ('髙砂野', 'takasagono'), ('山﨑台', 'yamasakidai'), ('渡瀬', 'watase'),
    ('ルミノワ', 'luminowa'), ('ソラノワ', 'soranowa'), ('カナデル', 'kanadel'), ('ユニモア', 'unimore'),
    ('ノアリス', 'noaris'), ('トリネコ', 'torineko'), ('クロノワ', 'kuronowa'), ('ヴェルデア', 'verdea'),
    ('ナギット', 'nagit'), ('ハルモリ', 'harumori'), ('フタバール', 'futabal'), ('みなとや', 'minatoya'),
    ('こまくさ', 'komakusa'), ('あさぎり', 'asagiri'), ('ひだまり', 'hidamari')
) as t (kanji, romaji);

create table trades as
select t.*
from (
    values
    ('製作所', 'seisakusho', '製造業'), ('精機', 'seiki', '製造業'), ('工業', 'kogyo', '製造業'),
    ('化成', 'kasei', '製造業'), ('食品', 'shokuhin', '製造業'), ('印刷', 'insatsu', '製造業'),
    ('建設', 'kensetsu', '建設業'), ('工務店', 'komuten', '建設業'), ('設備', 'setsubi', '建設業'),
    ('商事', 'shoji', '卸売業'), ('物産', 'bussan', '卸売業'), ('商会', 'shokai', '卸売業'),
    ('ストア', 'store', '小売業'), ('薬局', 'pharmacy', '小売業'), ('運輸', 'unyu', '運輸業'),
    ('ロジスティクス', 'logistics', '運輸業'), ('システムズ', 'systems', '情報通信業'),
    ('ソフトウェア', 'software', '情報通信業'),
    ('デジタル', 'digital', '情報通信業'), ('デザイン', 'design', '専門サービス業'),
    ('コンサルティング', 'consulting', '専門サービス業'), ('不動産', 'fudosan', '不動産業'), ('ハウジング', 'housing', '不動産業'),
    ('観光', 'kanko', '宿泊・飲食業'), ('フーズ', 'foods', '宿泊・飲食業'), ('ケアサービス', 'care', '医療・福祉'),
    ('メディカル', 'medical', '医療・福祉'), ('エナジー', 'energy', '電気・ガス業'), ('スタッフィング', 'staffing', '人材サービス業'),
    ('ゼミナール', 'seminar', '教育・学習支援業')
) as t (suffix, romaji, industry);

create table surnames as
select list({ kanji: t.kanji, romaji: t.romaji } order by t.kanji) as choices
from (
    values
    ('佐藤', 'sato'), ('鈴木', 'suzuki'), ('高橋', 'takahashi'), ('田中', 'tanaka'), ('伊藤', 'ito'),
    ('渡辺', 'watanabe'), ('山本', 'yamamoto'), ('中村', 'nakamura'), ('小林', 'kobayashi'),
    ('加藤', 'kato'), ('吉田', 'yoshida'), ('山田', 'yamada'), ('佐々木', 'sasaki'), ('山口', 'yamaguchi'),
    ('松本', 'matsumoto'), ('井上', 'inoue'), ('木村', 'kimura'), ('林', 'hayashi'), ('斎藤', 'saito'),
    ('清水', 'shimizu'), ('山崎', 'yamazaki'), ('森', 'mori'), ('池田', 'ikeda'), ('橋本', 'hashimoto'),
    ('阿部', 'abe'), ('石川', 'ishikawa'), ('前田', 'maeda'), ('藤田', 'fujita'), ('小川', 'ogawa'),
    ('岡田', 'okada'), ('後藤', 'goto'), ('長谷川', 'hasegawa'), ('村上', 'murakami'), ('近藤', 'kondo'),
    ('石井', 'ishii'), ('坂本', 'sakamoto'), ('遠藤', 'endo'), ('青木', 'aoki'), ('藤井', 'fujii'),
    ('西村', 'nishimura'), ('福田', 'fukuda'), ('太田', 'ota'), ('三浦', 'miura'), ('岡本', 'okamoto'),
    ('松田', 'matsuda'), ('中川', 'nakagawa'), ('原田', 'harada'), ('小野', 'ono'), ('田村', 'tamura'),
    ('竹内', 'takeuchi'), ('和田', 'wada'), ('中山', 'nakayama'), ('上田', 'ueda'), ('森田', 'morita'),
    ('宮崎', 'miyazaki'), ('柴田', 'shibata'), ('酒井', 'sakai'), ('工藤', 'kudo'), ('横山', 'yokoyama'),
    ('内田', 'uchida')
) as t (kanji, romaji);

create macro surname_of(key) as pick((select choices from surnames), 'surname', key);

create table given_names as
select list({ kanji: t.kanji, romaji: t.romaji } order by t.kanji) as choices
from (
    values
    ('健太', 'kenta'), ('大輔', 'daisuke'), ('直樹', 'naoki'), ('拓也', 'takuya'), ('翔太', 'shota'),
    ('和也', 'kazuya'), ('哲也', 'tetsuya'), ('誠', 'makoto'), ('浩二', 'koji'), ('健一', 'kenichi'),
    ('雄介', 'yusuke'), ('隆', 'takashi'), ('修', 'osamu'), ('亮', 'ryo'), ('悠斗', 'yuto'),
    ('智之', 'tomoyuki'), ('正樹', 'masaki'), ('剛', 'tsuyoshi'), ('恵', 'megumi'), ('裕子', 'yuko'),
    ('美穂', 'miho'), ('陽子', 'yoko'), ('真由美', 'mayumi'), ('愛', 'ai'), ('麻衣', 'mai'),
    ('千尋', 'chihiro'), ('彩', 'aya'), ('由美子', 'yumiko'), ('香織', 'kaori'), ('直美', 'naomi'),
    ('沙織', 'saori'), ('奈々', 'nana'), ('葵', 'aoi'), ('結衣', 'yui'), ('明日香', 'asuka'),
    ('久美子', 'kumiko')
) as t (kanji, romaji);

create macro given_name_of(key) as pick((select choices from given_names), 'given name', key);

create table plans as
select t.*
from (
    values
    (1, 'ツムギノ ライト', 29800, 219),
    (2, 'ツムギノ スタンダード', 79800, 579),
    (3, 'ツムギノ プロ', 198000, 1390)
) as t (plan_level, product, price_jpy, price_usd);

create table billings as
select t.*
from (
    values ('month', 1, 100), ('quarter', 3, 100), ('half_year', 6, 95), ('year', 12, 90)
) as t (billing_interval, term_months, percent_of_list);

create table webinar_topics as
select t.*
from (
    values
    (0, '経費精算のペーパーレス化 はじめの一歩'),
    (1, '年末調整を紙から解放する'),
    (2, '電子帳簿保存法 よくある誤解と対応'),
    (3, '勤怠データで見る働き方のいま'),
    (4, 'インボイス制度 現場の運用を見直す'),
    (5, '新年度に間に合わせる申請ワークフロー'),
    (6, '新任管理者のためのツムギノ活用講座'),
    (7, '出張旅費規程の作り方'),
    (8, '勤怠の締め作業を半分にする'),
    (9, '文書管理と監査対応の基本'),
    (10, '導入企業に聞く 全社展開のコツ'),
    (11, 'モバイル申請で現場を楽にする'),
    (12, '1周年記念 これからのツムギノ'),
    (13, '年末調整の準備 チェックリスト'),
    (14, '経理部門のための月次決算早期化'),
    (15, '多拠点の勤怠管理 事例紹介'),
    (16, '法改正まるわかり 人事労務編'),
    (17, '新年度のユーザー管理と権限設計')
) as t (month_no, topic);
