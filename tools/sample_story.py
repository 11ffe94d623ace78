"""When what happens in the sample hour, and to whom. make_samples.py tells the story itself."""

from sample_formats import SECOND


def at(minute, second=0):
    return (minute * 60 + second) * SECOND


HOUR = at(60)
CERT_WARNING = at(4)
DEPLOY = at(19, 5)
REPORT_START = at(22, 57)
LOCK = at(23, 1)
POOL_DRY = at(23, 9)
REFUSED = at(23, 41)
BREAKER_OPEN = at(23, 50)
OOM = at(38, 12)
CANCEL = at(47, 3)
QUEUE_EMPTY = at(52)

REPORT_PID = 3391
PODS = {"payment": "payment-service-6f7c9d8b54-kx2vq", "checkout": "checkout-api-5d8f7b6c9-t4n8z",
        "order": "order-worker-7c9b5f6d84-x2k8p",
        "inventory_old": "inventory-service-69c5d9f7b-m4wzt",
        "inventory_new": "inventory-service-7b8d4c6f55-qn9rd", "postgres": "postgres-0",
        "report": "nightly-sales-report-manual-8xv2t"}
ORDER_POD_UID = "3b1f6c1e-58d7-4f0e-9d0a-7a2f0c9e4b21"
