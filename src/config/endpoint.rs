//! The endpoint of a service in a region, by the rule sets that the SDKs share, for the services
//! that this program calls (`botocore/data/*/endpoint-rule-set-1.json, partitions.json`).
//!
//! Endpoints that the user configures are in the module `endpoints`.

/// A service that this program calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// The Amplify Admin API, whose operation this program implements.
    AmplifyBackend,
    /// The Security Token Service, for roles.
    Sts,
    /// The SSO portal, for credentials of an SSO session.
    Sso,
    /// The SSO OpenID Connect service, for tokens of an SSO session.
    SsoOidc,
    /// The sign-in service, for tokens of a login session.
    Signin,
}

impl Service {
    /// The name of the service in a services section.
    pub fn id(self) -> &'static str {
        match self {
            Service::AmplifyBackend => "amplifybackend",
            Service::Sts => "sts",
            Service::Sso => "sso",
            Service::SsoOidc => "sso_oidc",
            Service::Signin => "signin",
        }
    }

    /// The environment variable with the endpoint of the service.
    pub fn endpoint_variable(self) -> &'static str {
        match self {
            Service::AmplifyBackend => "AWS_ENDPOINT_URL_AMPLIFYBACKEND",
            Service::Sts => "AWS_ENDPOINT_URL_STS",
            Service::Sso => "AWS_ENDPOINT_URL_SSO",
            Service::SsoOidc => "AWS_ENDPOINT_URL_SSO_OIDC",
            Service::Signin => "AWS_ENDPOINT_URL_SIGNIN",
        }
    }

    fn host(self) -> &'static str {
        match self {
            Service::AmplifyBackend => "amplifybackend",
            Service::Sts => "sts",
            Service::Sso => "portal.sso",
            Service::SsoOidc => "oidc",
            Service::Signin => "signin",
        }
    }
}

/// The variants of an endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Variants {
    /// Endpoints with FIPS 140 cryptography.
    pub fips: bool,
    /// Endpoints with IPv6 and IPv4 addresses.
    pub dual_stack: bool,
}

/// A URL and the region with which requests to it are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The URL, with scheme and host.
    pub url: String,
    /// The region of the credential scope.
    pub signing_region: String,
}

/// Splits a FIPS pseudo-region: `fips-us-east-1` and `us-east-1-fips` become `us-east-1` with the
/// FIPS variant (`botocore/client.py, _normalize_fips_region`).
pub fn normalize(region: &str, variants: Variants) -> (String, Variants) {
    let plain = region.replace("fips-", "").replace("-fips", "");
    let fips = variants.fips || plain != region;
    (plain, Variants { fips, ..variants })
}

/// The endpoint of `service` in `region`.
pub fn resolve(service: Service, region: &str, variants: Variants) -> Endpoint {
    let partition = partition_of(region);
    let host = service.host();
    let default = variants == Variants::default();
    if service == Service::Sts && region == "aws-global" && default {
        return global_sts();
    }
    let url = if service == Service::Signin && default && partition.name == "aws" {
        format!("https://{region}.oauth.signin.aws")
    } else if partition.name == "aws-us-gov"
        && service != Service::AmplifyBackend
        && variants.fips
        && !variants.dual_stack
    {
        // The default endpoints in GovCloud are the FIPS endpoints.
        format!("https://{host}.{region}.amazonaws.com")
    } else {
        let fips = if variants.fips { "-fips" } else { "" };
        let suffix = if variants.dual_stack {
            partition.dual_stack_suffix
        } else {
            partition.suffix
        };
        format!("https://{host}{fips}.{region}.{suffix}")
    };
    Endpoint {
        url,
        signing_region: region.to_owned(),
    }
}

/// The global endpoint of STS.
pub fn global_sts() -> Endpoint {
    Endpoint {
        url: "https://sts.amazonaws.com".to_owned(),
        signing_region: "us-east-1".to_owned(),
    }
}

/// Whether `sts_regional_endpoints = legacy` uses [`global_sts`] for this region
/// (`botocore/args.py, LEGACY_GLOBAL_STS_REGIONS`).
pub fn is_legacy_global_sts(region: &str) -> bool {
    [
        "ap-northeast-1",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "aws-global",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    ]
    .contains(&region)
}

/// Whether the original's older endpoint data has no dual-stack endpoint in the region. The
/// original reads that data first, and only for this check (`botocore/regions.py,
/// EndpointResolver._resolve`).
pub fn lacks_dual_stack(region: &str) -> bool {
    matches!(partition_of(region).name, "aws-iso-e" | "aws-iso-f") && !region.ends_with("-global")
}

/// A partition of AWS: a group of regions with common host suffixes.
struct Partition {
    name: &'static str,
    suffix: &'static str,
    dual_stack_suffix: &'static str,
    /// The first part of region names, before `-AREA-NUMBER`.
    prefixes: &'static [&'static str],
}

impl Partition {
    /// Whether the region is the global one, such as `aws-cn-global`, or matches the pattern of the
    /// partition's regions.
    fn contains(&self, region: &str) -> bool {
        if region.strip_suffix("-global") == Some(self.name) {
            return true;
        }
        self.prefixes.iter().any(|prefix| {
            region
                .strip_prefix(prefix)
                .and_then(|rest| rest.strip_prefix('-'))
                .and_then(|rest| rest.split_once('-'))
                .is_some_and(|(area, number)| {
                    !area.is_empty()
                        && area.chars().all(|c| c.is_alphanumeric() || c == '_')
                        && !number.is_empty()
                        && number.chars().all(|c| c.is_ascii_digit())
                })
        })
    }
}

const AWS: Partition = Partition {
    name: "aws",
    suffix: "amazonaws.com",
    dual_stack_suffix: "api.aws",
    prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
};

const OTHERS: [Partition; 7] = [
    Partition {
        name: "aws-cn",
        suffix: "amazonaws.com.cn",
        dual_stack_suffix: "api.amazonwebservices.com.cn",
        prefixes: &["cn"],
    },
    Partition {
        name: "aws-eusc",
        suffix: "amazonaws.eu",
        dual_stack_suffix: "api.amazonwebservices.eu",
        prefixes: &["eusc-de"],
    },
    Partition {
        name: "aws-iso",
        suffix: "c2s.ic.gov",
        dual_stack_suffix: "api.aws.ic.gov",
        prefixes: &["us-iso"],
    },
    Partition {
        name: "aws-iso-b",
        suffix: "sc2s.sgov.gov",
        dual_stack_suffix: "api.aws.scloud",
        prefixes: &["us-isob"],
    },
    Partition {
        name: "aws-iso-e",
        suffix: "cloud.adc-e.uk",
        dual_stack_suffix: "api.cloud-aws.adc-e.uk",
        prefixes: &["eu-isoe"],
    },
    Partition {
        name: "aws-iso-f",
        suffix: "csp.hci.ic.gov",
        dual_stack_suffix: "api.aws.hci.ic.gov",
        prefixes: &["us-isof"],
    },
    Partition {
        name: "aws-us-gov",
        suffix: "amazonaws.com",
        dual_stack_suffix: "api.aws",
        prefixes: &["us-gov"],
    },
];

/// The partition of the region; `aws` if no other one contains it.
fn partition_of(region: &str) -> &'static Partition {
    OTHERS
        .iter()
        .find(|partition| partition.contains(region))
        .unwrap_or(&AWS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(region: &str, fips: bool, dual_stack: bool) -> String {
        let variants = Variants { fips, dual_stack };
        resolve(Service::AmplifyBackend, region, variants).url
    }

    #[test]
    fn host_suffix_follows_from_the_partition() {
        for (region, rest) in [
            ("us-east-1", "us-east-1.amazonaws.com"),
            ("cn-north-1", "cn-north-1.amazonaws.com.cn"),
            ("aws-cn-global", "aws-cn-global.amazonaws.com.cn"),
            ("us-iso-zest-12", "us-iso-zest-12.c2s.ic.gov"),
            ("us-isob-east-1", "us-isob-east-1.sc2s.sgov.gov"),
            ("us-gov-foo", "us-gov-foo.amazonaws.com"),
            ("eusc-de-east-1", "eusc-de-east-1.amazonaws.eu"),
            ("eusc-fr-east-1", "eusc-fr-east-1.amazonaws.com"),
            ("mars-north-1", "mars-north-1.amazonaws.com"),
            ("US-EAST-1", "US-EAST-1.amazonaws.com"),
        ] {
            assert_eq!(
                url(region, false, false),
                format!("https://amplifybackend.{rest}")
            );
        }
    }

    #[test]
    fn variants_change_host_and_suffix() {
        assert_eq!(
            url("us-east-1", true, true),
            "https://amplifybackend-fips.us-east-1.api.aws"
        );
        assert_eq!(
            url("us-isob-east-1", true, true),
            "https://amplifybackend-fips.us-isob-east-1.api.aws.scloud"
        );
        assert_eq!(
            url("us-iso-east-1", false, true),
            "https://amplifybackend.us-iso-east-1.api.aws.ic.gov"
        );
    }

    #[test]
    fn pseudo_regions_select_the_fips_variant() {
        for region in ["fips-us-east-1", "us-east-1-fips", "us-fips-east-1"] {
            let (plain, variants) = normalize(region, Variants::default());
            assert_eq!(plain, "us-east-1");
            assert!(variants.fips);
        }
    }
}
