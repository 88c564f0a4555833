-- Chance. Every random number is a function of (seed, purpose, key): no state and no row order.
-- Only + - * /, floor and whole numbers follow, never exp, pow or hash(), whose result differs
-- between machines or versions.

-- Uniform in [0, 1), with 52 bits; key is a text or a number.
create macro u(purpose, key) as (
    cast('0x' || left(md5(concat_ws('|', getvariable('seed'), purpose, key)), 13) as bigint)
    / cast(4503599627370496 as double)
);

create macro salt(purpose) as (
    cast('0x' || left(md5(concat_ws('|', getvariable('seed'), purpose)), 7) as bigint)
);

-- 32 bits of one number from another; every product stays below 2^63.
create macro mixed(n) as ((xor(n, n >> 15) & 2147483647) * 2246822519) & 4294967295;

-- Uniform in [0, 1), with 32 bits, for a whole number as key (below 2^60): five times as fast as u.
create macro n(purpose, key) as (
    mixed(mixed(xor(mixed(xor(key & 1073741823, salt(purpose))), key >> 30)) + 374761393)
    / cast(4294967296 as double)
);

-- A whole number from low to high, both included.
create macro whole(low, high, purpose, key) as (
    low + cast(floor(u(purpose, key) * (high - low + 1)) as bigint)
);

create macro fast_whole(low, high, purpose, key) as (
    low + cast(floor(n(purpose, key) * (high - low + 1)) as bigint)
);

-- The same, with four fifths of them in the lower half.
create macro skewed(low, high, purpose, key) as (
    low + cast(
        floor(u(purpose, key) * u(purpose, key) * u(purpose, key) * (high - low + 1)) as bigint
    )
);

-- From nothing up to a share of the total.
create macro part_of(total, share, purpose, key) as (
    cast(floor(total * share * u(purpose, key)) as bigint)
);

create macro pick(choices, purpose, key) as choices[whole(1, len(choices), purpose, key)];

create macro id_of(prefix, width, number) as (
    prefix || lpad(cast(number as varchar), cast(width as integer), '0')
);

create macro between_0_and_1(x) as greatest(0.0, least(1.0, x));

-- The last three places of a Salesforce id say which of the five characters before are capitals.
create macro is_capital(c) as cast(c between 'A' and 'Z' as bigint);

create macro capitals_of(five) as (
    substr(
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
        1 + is_capital(substr(five, 1, 1)) + 2 * is_capital(substr(five, 2, 1))
        + 4 * is_capital(substr(five, 3, 1)) + 8 * is_capital(substr(five, 4, 1))
        + 16 * is_capital(substr(five, 5, 1)),
        1
    )
);

create macro with_capitals(id) as (
    id || capitals_of(substr(id, 1, 5)) || capitals_of(substr(id, 6, 5))
    || capitals_of(substr(id, 11, 5))
);

-- A Salesforce id: prefix of the object (three characters), our organisation, number.
create macro salesforce_id(prefix, number) as (
    with_capitals(prefix || 'J20' || to_base(number * 7 + 33000000, 36, 9))
);

-- The top-level domain example is reserved (RFC 2606), so no address is anybody's. Below it each
-- company has a registrable domain of its own; below example.jp all would share one.
create macro domain_of(slug) as slug || '.example';

-- A 法人番号 from its last 12 digits (METRICS 2).
create macro corporate_number_of(digits) as (
    cast(
        9 - list_sum(
            list_transform(
                range(1, 13),
                lambda place: cast(substr(digits, 13 - place, 1) as integer) * (2 - place % 2)
            )
        ) % 9 as varchar
    ) || digits
);
