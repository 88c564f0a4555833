-- Why the other definitions count otherwise: customers by reason, in the last twelve months.
select
    churn_reconciliation_customers.definition,
    churn_reconciliation_customers.reason,
    count(*) as customers

from marts.churn_reconciliation_customers
inner join marts.churn_reconciliation
    on
        churn_reconciliation_customers.definition = churn_reconciliation.definition
        and churn_reconciliation_customers.currency = churn_reconciliation.currency
        and churn_reconciliation_customers.period = churn_reconciliation.period
where
    churn_reconciliation_customers.currency = getvariable('currency')
    and churn_reconciliation_customers.reason is not null
    and churn_reconciliation.period_start
    > date_trunc('month', getvariable('as_of')) - interval 12 month
group by all
order by customers desc, churn_reconciliation_customers.definition asc
