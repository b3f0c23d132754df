//! The regions in which the service has an endpoint, with their locations
//! (`botocore/data/endpoints.json`: `services.amplifybackend` of the partition `aws`; no other
//! partition has one). Used for completion and hints only: any other region is accepted too.

/// Name and location.
pub(crate) static REGIONS: &[(&str, &str)] = &[
    ("ap-northeast-1", "Tokyo"),
    ("ap-northeast-2", "Seoul"),
    ("ap-northeast-3", "Osaka"),
    ("ap-south-1", "Mumbai"),
    ("ap-southeast-1", "Singapore"),
    ("ap-southeast-2", "Sydney"),
    ("ca-central-1", "Canada"),
    ("eu-central-1", "Frankfurt"),
    ("eu-north-1", "Stockholm"),
    ("eu-south-1", "Milan"),
    ("eu-west-1", "Ireland"),
    ("eu-west-2", "London"),
    ("eu-west-3", "Paris"),
    ("me-south-1", "Bahrain"),
    ("sa-east-1", "São Paulo"),
    ("us-east-1", "Virginia"),
    ("us-east-2", "Ohio"),
    ("us-west-1", "California"),
    ("us-west-2", "Oregon"),
];
