//! The SDK's runtime, reduced to serialization, signature and a single attempt.
//!
//! The SDK's own client would also parse its table of partitions, build a user agent from the
//! environment and prepare for retries, which together cost more than the rest of a call.

use super::endpoint::Endpoint;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4AuthScheme};
use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::recursion_detection::RecursionDetectionInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_sdk_amplifybackend::config::auth::{DefaultAuthSchemeResolver, ResolveAuthScheme};
use aws_sdk_amplifybackend::config::endpoint::ResolveEndpoint;
use aws_sdk_amplifybackend::config::{
    IdentityCache, Intercept, Region, StalledStreamProtectionConfig,
};
use aws_smithy_runtime::client::auth::no_auth::NoAuthRuntimePluginV2;
use aws_smithy_runtime::client::defaults::default_time_source_plugin;
use aws_smithy_runtime::client::orchestrator::AuthSchemeAndEndpointOrchestrationV2;
use aws_smithy_runtime::client::retries::strategy::NeverRetryStrategy;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_types::config_bag::Layer;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SigningName;
use aws_types::region::SigningRegion;

/// The name of the service in the SDK's components.
pub(super) const SERVICE: &str = "AmplifyBackend";
const SIGNING_NAME: &str = "amplifybackend";

/// The plugins with which an operation is run. Requests are signed for `region`, or sent unsigned
/// if there are no credentials.
pub(super) fn plugins(
    http: &SharedHttpClient,
    endpoint: Endpoint,
    region: &str,
    credentials: Option<Credentials>,
    interceptor: impl Intercept + 'static,
) -> RuntimePlugins {
    let mut config = Layer::new(SERVICE);
    config
        .store_put(AuthSchemeAndEndpointOrchestrationV2)
        .store_put(SigningName::from_static(SIGNING_NAME))
        .store_put(SigningRegion::from(Region::new(region.to_owned())))
        .store_put(RetryConfig::disabled())
        .store_put(TimeoutConfig::disabled())
        .store_put(StalledStreamProtectionConfig::disabled());
    let mut components = RuntimeComponentsBuilder::new(SERVICE)
        .with_http_client(Some(http.clone()))
        .with_endpoint_resolver(Some(endpoint.into_shared_resolver()))
        .with_auth_scheme_option_resolver(Some(
            DefaultAuthSchemeResolver::default().into_shared_resolver(),
        ))
        .with_auth_scheme(SigV4AuthScheme::new())
        .with_identity_cache(Some(IdentityCache::no_cache()))
        .with_retry_strategy(Some(NeverRetryStrategy::new()))
        .with_interceptor(RequestInfoInterceptor::new())
        .with_interceptor(InvocationIdInterceptor::new())
        .with_interceptor(RecursionDetectionInterceptor::new())
        .with_interceptor(interceptor);
    let is_signed = credentials.is_some();
    if let Some(credentials) = credentials {
        let provider = SharedCredentialsProvider::new(credentials);
        components.set_identity_resolver(SCHEME_ID, provider);
    }
    let plugin = StaticRuntimePlugin::new()
        .with_config(config.freeze())
        .with_runtime_components(components);
    let plugins = RuntimePlugins::new()
        .with_client_plugins(default_time_source_plugin())
        .with_client_plugin(plugin);
    match is_signed {
        true => plugins,
        false => plugins.with_client_plugin(NoAuthRuntimePluginV2::new()),
    }
}
