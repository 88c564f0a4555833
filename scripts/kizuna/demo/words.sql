-- What names are made of. Companies are unusual stems with common trades; no real one is meant.
create table stems as
select t.*
from (
    values
    ('汐凪', 'shionagi'), ('澄野', 'sumino'), ('雲居野', 'kumoino'), ('碧嶺', 'hekirei'),
    ('霧ノ杜', 'kirinomori'), ('月見坂', 'tsukimizaka'), ('灯環', 'towa'),
    ('穂積野', 'hozumino'), ('楓ヶ丘', 'kaedegaoka'), ('水鏡', 'mizukagami'),
    ('青藍', 'seiran'), ('銀杏坂', 'ichozaka'), ('藤代川', 'fujishirogawa'),
    ('氷見沢', 'himizawa'), ('星降', 'hoshifuri'), ('緋桜', 'hizakura'), ('若苗', 'wakanae'),
    ('千早原', 'chihayahara'), ('風待', 'kazemachi'), ('萌黄', 'moegi'),
    ('鶴ノ里', 'tsurunosato'), ('雪解', 'yukige'), ('桐ノ葉', 'kirinoha'),
    ('瑠璃川', 'rurikawa'), ('波乃浦', 'naminoura'), ('椿原', 'tsubakihara'),
    ('双葉丘', 'futabaoka'), ('清瀬野', 'kiyoseno'), ('茜坂', 'akanezaka'),
    ('玉響', 'tamayura'), ('初凪', 'hatsunagi'), ('暁ノ森', 'akatsukinomori'),
    ('夕映', 'yubae'), ('木洩日', 'komorebi'), ('花筏', 'hanaikada'), ('結城野', 'yukino'),
    ('薫風', 'kunpu'), ('鈴懸', 'suzukake'), ('八重垣', 'yaegaki'),
    ('九十九原', 'tsukumohara'), ('翠山', 'suizan'), ('天乃川', 'amanogawa'),
    ('髙砂野', 'takasagono'), ('山﨑台', 'yamasakidai'), ('渡瀬', 'watase'),
    ('ルミノワ', 'luminowa'), ('ソラノワ', 'soranowa'), ('カナデル', 'kanadel'),
    ('ユニモア', 'unimore'), ('ノアリス', 'noaris'), ('トリネコ', 'torineko'),
    ('クロノワ', 'kuronowa'), ('ヴェルデア', 'verdea'), ('ナギット', 'nagit'),
    ('ハルモリ', 'harumori'), ('フタバール', 'futabal'), ('みなとや', 'minatoya'),
    ('こまくさ', 'komakusa'), ('あさぎり', 'asagiri'), ('ひだまり', 'hidamari'),
    ('蒼天野', 'soteno'), ('霞ヶ浜', 'kasumigahama'), ('雫石野', 'shizukuishino'),
    ('紅梅坂', 'kobaizaka'), ('白鷺野', 'shirasagino'), ('石楠花', 'shakunage'),
    ('朧月', 'oborozuki'), ('七草野', 'nanakusano'), ('深山路', 'miyamaji'),
    ('露草', 'tsuyukusa'), ('時雨坂', 'shigurezaka'), ('春暁', 'shungyo'),
    ('常磐野', 'tokiwano'), ('玻璃', 'hari'), ('陽炎', 'kagero'), ('千歳川', 'chitosegawa'),
    ('竜胆', 'rindo'), ('篝火', 'kagaribi'), ('黎明野', 'reimeino'), ('真砂', 'masago'),
    ('山吹台', 'yamabukidai'), ('若竹原', 'wakatakehara'), ('霜月', 'shimotsuki'),
    ('錦木', 'nishikigi'), ('すずらん', 'suzuran'), ('ほしあかり', 'hoshiakari'),
    ('アルカナ', 'arcana'), ('セリオン', 'serion'), ('ミライノワ', 'mirainowa'),
    ('リヴェラ', 'rivera'), ('テラノヴァ', 'terranova'), ('シンフォリア', 'symphoria'),
    ('ヒノデラ', 'hinodera'), ('コトノハ', 'kotonoha'), ('イロドリヤ', 'irodoriya'),
    ('ネクサム', 'nexam')
) as t (kanji, romaji);

create table trades as
select t.*
from (
    values
    ('製作所', 'seisakusho', '製造業'), ('精機', 'seiki', '製造業'),
    ('工業', 'kogyo', '製造業'), ('化成', 'kasei', '製造業'), ('食品', 'shokuhin', '製造業'),
    ('印刷', 'insatsu', '製造業'), ('建設', 'kensetsu', '建設業'),
    ('工務店', 'komuten', '建設業'), ('設備', 'setsubi', '建設業'),
    ('商事', 'shoji', '卸売業'), ('物産', 'bussan', '卸売業'), ('商会', 'shokai', '卸売業'),
    ('ストア', 'store', '小売業'), ('薬局', 'pharmacy', '小売業'), ('運輸', 'unyu', '運輸業'),
    ('ロジスティクス', 'logistics', '運輸業'), ('システムズ', 'systems', '情報通信業'),
    ('ソフトウェア', 'software', '情報通信業'), ('デジタル', 'digital', '情報通信業'),
    ('デザイン', 'design', '専門サービス業'),
    ('コンサルティング', 'consulting', '専門サービス業'), ('不動産', 'fudosan', '不動産業'),
    ('ハウジング', 'housing', '不動産業'), ('観光', 'kanko', '宿泊・飲食業'),
    ('フーズ', 'foods', '宿泊・飲食業'), ('ケアサービス', 'care', '医療・福祉'),
    ('メディカル', 'medical', '医療・福祉'), ('エナジー', 'energy', '電気・ガス業'),
    ('スタッフィング', 'staffing', '人材サービス業'),
    ('ゼミナール', 'seminar', '教育・学習支援業'), ('鋼業', 'kougyo-steel', '製造業'),
    ('電機', 'denki', '製造業'), ('紙業', 'shigyo', '製造業'), ('樹脂', 'jushi', '製造業'),
    ('倉庫', 'soko', '運輸業'), ('テクノ', 'techno', '情報通信業'),
    ('ネットワークス', 'networks', '情報通信業'), ('会計', 'kaikei', '専門サービス業'),
    ('リース', 'lease', '金融業'), ('ファーム', 'farm', '農業')
) as t (suffix, romaji, industry);

-- Between stem and trade, where a demo has more companies than stems with trades.
create table qualifiers as
select t.*
from (
    values
    (0, '', ''), (1, '中央', 'chuo'), (2, '東日本', 'higashinihon'),
    (3, '西日本', 'nishinihon'), (4, '第一', 'daiichi'), (5, '関東', 'kanto'),
    (6, '北陸', 'hokuriku'), (7, '九州', 'kyushu'), (8, '東海', 'tokai'),
    (9, '東北', 'tohoku'), (10, '四国', 'shikoku'), (11, '新', 'shin')
) as t (qualifier_no, kanji, romaji);

-- Prefectures with the number of tickets that each has in the draw.
create table prefectures as
select list({ kanji: t.kanji, romaji: t.romaji } order by t.kanji, tickets.ticket) as choices
from (
    values
    ('東京都', 'tokyo', 22), ('大阪府', 'osaka', 9), ('愛知県', 'aichi', 7),
    ('神奈川県', 'kanagawa', 7), ('福岡県', 'fukuoka', 5), ('埼玉県', 'saitama', 5),
    ('千葉県', 'chiba', 4), ('北海道', 'hokkaido', 4), ('兵庫県', 'hyogo', 4),
    ('京都府', 'kyoto', 3), ('静岡県', 'shizuoka', 3), ('広島県', 'hiroshima', 3),
    ('宮城県', 'miyagi', 3), ('新潟県', 'niigata', 2), ('長野県', 'nagano', 2),
    ('岡山県', 'okayama', 2), ('石川県', 'ishikawa', 2), ('熊本県', 'kumamoto', 2),
    ('茨城県', 'ibaraki', 2), ('群馬県', 'gunma', 2), ('岐阜県', 'gifu', 1),
    ('三重県', 'mie', 1), ('富山県', 'toyama', 1), ('香川県', 'kagawa', 1),
    ('鹿児島県', 'kagoshima', 1), ('沖縄県', 'okinawa', 1), ('青森県', 'aomori', 1),
    ('山形県', 'yamagata', 1)
) as t (kanji, romaji, weight)
inner join generate_series(1, 22) as tickets (ticket)
    on t.weight >= tickets.ticket;

create macro prefecture_of_no(key) as pick((select choices from prefectures), 'prefecture', key);

create table surnames as
select list({ kanji: t.kanji, kana: t.kana, romaji: t.romaji } order by t.kanji) as choices
from (
    values
    ('佐藤', 'サトウ', 'sato'), ('鈴木', 'スズキ', 'suzuki'),
    ('高橋', 'タカハシ', 'takahashi'), ('田中', 'タナカ', 'tanaka'), ('伊藤', 'イトウ', 'ito'),
    ('渡辺', 'ワタナベ', 'watanabe'), ('渡邉', 'ワタナベ', 'watanabe'),
    ('山本', 'ヤマモト', 'yamamoto'), ('中村', 'ナカムラ', 'nakamura'),
    ('小林', 'コバヤシ', 'kobayashi'), ('加藤', 'カトウ', 'kato'),
    ('吉田', 'ヨシダ', 'yoshida'), ('山田', 'ヤマダ', 'yamada'),
    ('佐々木', 'ササキ', 'sasaki'), ('山口', 'ヤマグチ', 'yamaguchi'),
    ('松本', 'マツモト', 'matsumoto'), ('井上', 'イノウエ', 'inoue'),
    ('木村', 'キムラ', 'kimura'), ('林', 'ハヤシ', 'hayashi'), ('斎藤', 'サイトウ', 'saito'),
    ('齋藤', 'サイトウ', 'saito'), ('清水', 'シミズ', 'shimizu'),
    ('山崎', 'ヤマザキ', 'yamazaki'), ('山﨑', 'ヤマサキ', 'yamasaki'), ('森', 'モリ', 'mori'),
    ('池田', 'イケダ', 'ikeda'), ('橋本', 'ハシモト', 'hashimoto'), ('阿部', 'アベ', 'abe'),
    ('石川', 'イシカワ', 'ishikawa'), ('前田', 'マエダ', 'maeda'),
    ('藤田', 'フジタ', 'fujita'), ('小川', 'オガワ', 'ogawa'), ('岡田', 'オカダ', 'okada'),
    ('後藤', 'ゴトウ', 'goto'), ('長谷川', 'ハセガワ', 'hasegawa'),
    ('村上', 'ムラカミ', 'murakami'), ('近藤', 'コンドウ', 'kondo'),
    ('石井', 'イシイ', 'ishii'), ('坂本', 'サカモト', 'sakamoto'),
    ('遠藤', 'エンドウ', 'endo'), ('青木', 'アオキ', 'aoki'), ('藤井', 'フジイ', 'fujii'),
    ('西村', 'ニシムラ', 'nishimura'), ('福田', 'フクダ', 'fukuda'), ('太田', 'オオタ', 'ota'),
    ('三浦', 'ミウラ', 'miura'), ('岡本', 'オカモト', 'okamoto'),
    ('松田', 'マツダ', 'matsuda'), ('中川', 'ナカガワ', 'nakagawa'),
    ('原田', 'ハラダ', 'harada'), ('小野', 'オノ', 'ono'), ('田村', 'タムラ', 'tamura'),
    ('竹内', 'タケウチ', 'takeuchi'), ('和田', 'ワダ', 'wada'),
    ('中山', 'ナカヤマ', 'nakayama'), ('上田', 'ウエダ', 'ueda'), ('森田', 'モリタ', 'morita'),
    ('宮崎', 'ミヤザキ', 'miyazaki'), ('柴田', 'シバタ', 'shibata'),
    ('酒井', 'サカイ', 'sakai'), ('工藤', 'クドウ', 'kudo'), ('横山', 'ヨコヤマ', 'yokoyama'),
    ('内田', 'ウチダ', 'uchida'), ('髙木', 'タカギ', 'takagi'), ('濱田', 'ハマダ', 'hamada'),
    ('桜井', 'サクライ', 'sakurai')
) as t (kanji, kana, romaji);

create macro surname_of(key) as pick((select choices from surnames), 'surname', key);

create table given_names as
select list({ kanji: t.kanji, kana: t.kana, romaji: t.romaji } order by t.kanji) as choices
from (
    values
    ('健太', 'ケンタ', 'kenta'), ('大輔', 'ダイスケ', 'daisuke'), ('直樹', 'ナオキ', 'naoki'),
    ('拓也', 'タクヤ', 'takuya'), ('翔太', 'ショウタ', 'shota'), ('和也', 'カズヤ', 'kazuya'),
    ('哲也', 'テツヤ', 'tetsuya'), ('誠', 'マコト', 'makoto'), ('浩二', 'コウジ', 'koji'),
    ('健一', 'ケンイチ', 'kenichi'), ('雄介', 'ユウスケ', 'yusuke'),
    ('隆', 'タカシ', 'takashi'), ('修', 'オサム', 'osamu'), ('亮', 'リョウ', 'ryo'),
    ('悠斗', 'ユウト', 'yuto'), ('智之', 'トモユキ', 'tomoyuki'), ('正樹', 'マサキ', 'masaki'),
    ('剛', 'ツヨシ', 'tsuyoshi'), ('恵', 'メグミ', 'megumi'), ('裕子', 'ユウコ', 'yuko'),
    ('美穂', 'ミホ', 'miho'), ('陽子', 'ヨウコ', 'yoko'), ('真由美', 'マユミ', 'mayumi'),
    ('愛', 'アイ', 'ai'), ('麻衣', 'マイ', 'mai'), ('千尋', 'チヒロ', 'chihiro'),
    ('彩', 'アヤ', 'aya'), ('由美子', 'ユミコ', 'yumiko'), ('香織', 'カオリ', 'kaori'),
    ('直美', 'ナオミ', 'naomi'), ('沙織', 'サオリ', 'saori'), ('奈々', 'ナナ', 'nana'),
    ('葵', 'アオイ', 'aoi'), ('結衣', 'ユイ', 'yui'), ('明日香', 'アスカ', 'asuka'),
    ('久美子', 'クミコ', 'kumiko')
) as t (kanji, kana, romaji);

create macro given_name_of(key) as pick((select choices from given_names), 'given name', key);

create table plans as
select t.*
from (
    values
    (1, 'ツムギノ ライト', 29800, 219),
    (2, 'ツムギノ スタンダード', 79800, 579),
    (3, 'ツムギノ プロ', 198000, 1390)
) as t (plan_level, product, price_jpy, price_usd);

-- term_weight: how many months' chance of leaving one end of a term has.
create table billings as
select t.*
from (
    values
    ('month', 1, 100, 1.0),
    ('quarter', 3, 100, 2.7),
    ('half_year', 6, 95, 4.6),
    ('year', 12, 90, 7.5)
) as t (billing_interval, term_months, percent_of_list, term_weight);
