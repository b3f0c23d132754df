//! The SDK's typed input of UpdateBackendAuth, with the members of the service model.

use super::request::{boolean, dict, enum_value, enum_values, number, text, texts};
use crate::python::value::Dict;
use aws_sdk_amplifybackend::types::{
    BackendAuthAppleProviderConfig, BackendAuthSocialProviderConfig, EmailSettings, Settings,
    SmsSettings, SocialProviderSettings, UpdateBackendAuthForgotPasswordConfig,
    UpdateBackendAuthIdentityPoolConfig, UpdateBackendAuthMfaConfig, UpdateBackendAuthOAuthConfig,
    UpdateBackendAuthPasswordPolicyConfig, UpdateBackendAuthResourceConfig,
    UpdateBackendAuthUserPoolConfig, UpdateBackendAuthVerificationMessageConfig,
};

/// Builds `ResourceConfig` from its members.
pub(super) fn config(mut value: Dict) -> UpdateBackendAuthResourceConfig {
    UpdateBackendAuthResourceConfig::builder()
        .set_auth_resources(enum_value(&value, "AuthResources"))
        .set_identity_pool_configs(dict(&mut value, "IdentityPoolConfigs").map(identity_pool))
        .set_service(enum_value(&value, "Service"))
        .set_user_pool_configs(dict(&mut value, "UserPoolConfigs").map(user_pool))
        .build()
}

fn identity_pool(value: Dict) -> UpdateBackendAuthIdentityPoolConfig {
    UpdateBackendAuthIdentityPoolConfig::builder()
        .set_unauthenticated_login(boolean(&value, "UnauthenticatedLogin"))
        .build()
}

fn user_pool(mut value: Dict) -> UpdateBackendAuthUserPoolConfig {
    UpdateBackendAuthUserPoolConfig::builder()
        .set_forgot_password(dict(&mut value, "ForgotPassword").map(forgot_password))
        .set_mfa(dict(&mut value, "Mfa").map(mfa))
        .set_o_auth(dict(&mut value, "OAuth").map(oauth))
        .set_password_policy(dict(&mut value, "PasswordPolicy").map(password_policy))
        .set_verification_message(dict(&mut value, "VerificationMessage").map(verification_message))
        .build()
}

fn forgot_password(mut value: Dict) -> UpdateBackendAuthForgotPasswordConfig {
    UpdateBackendAuthForgotPasswordConfig::builder()
        .set_delivery_method(enum_value(&value, "DeliveryMethod"))
        .set_email_settings(dict(&mut value, "EmailSettings").map(email))
        .set_sms_settings(dict(&mut value, "SmsSettings").map(sms))
        .build()
}

fn verification_message(mut value: Dict) -> UpdateBackendAuthVerificationMessageConfig {
    UpdateBackendAuthVerificationMessageConfig::builder()
        .set_delivery_method(enum_value(&value, "DeliveryMethod"))
        .set_email_settings(dict(&mut value, "EmailSettings").map(email))
        .set_sms_settings(dict(&mut value, "SmsSettings").map(sms))
        .build()
}

fn email(mut value: Dict) -> EmailSettings {
    EmailSettings::builder()
        .set_email_message(text(&mut value, "EmailMessage"))
        .set_email_subject(text(&mut value, "EmailSubject"))
        .build()
}

fn sms(mut value: Dict) -> SmsSettings {
    SmsSettings::builder()
        .set_sms_message(text(&mut value, "SmsMessage"))
        .build()
}

fn mfa(mut value: Dict) -> UpdateBackendAuthMfaConfig {
    UpdateBackendAuthMfaConfig::builder()
        .set_mfa_mode(enum_value(&value, "MFAMode"))
        .set_settings(dict(&mut value, "Settings").map(|mut settings| {
            Settings::builder()
                .set_mfa_types(enum_values(&settings, "MfaTypes"))
                .set_sms_message(text(&mut settings, "SmsMessage"))
                .build()
        }))
        .build()
}

fn oauth(mut value: Dict) -> UpdateBackendAuthOAuthConfig {
    UpdateBackendAuthOAuthConfig::builder()
        .set_domain_prefix(text(&mut value, "DomainPrefix"))
        .set_o_auth_grant_type(enum_value(&value, "OAuthGrantType"))
        .set_o_auth_scopes(enum_values(&value, "OAuthScopes"))
        .set_redirect_sign_in_uris(texts(&mut value, "RedirectSignInURIs"))
        .set_redirect_sign_out_uris(texts(&mut value, "RedirectSignOutURIs"))
        .set_social_provider_settings(dict(&mut value, "SocialProviderSettings").map(providers))
        .build()
}

fn providers(mut value: Dict) -> SocialProviderSettings {
    SocialProviderSettings::builder()
        .set_facebook(dict(&mut value, "Facebook").map(social_provider))
        .set_google(dict(&mut value, "Google").map(social_provider))
        .set_login_with_amazon(dict(&mut value, "LoginWithAmazon").map(social_provider))
        .set_sign_in_with_apple(dict(&mut value, "SignInWithApple").map(apple_provider))
        .build()
}

fn social_provider(mut value: Dict) -> BackendAuthSocialProviderConfig {
    BackendAuthSocialProviderConfig::builder()
        .set_client_id(text(&mut value, "ClientId"))
        .set_client_secret(text(&mut value, "ClientSecret"))
        .build()
}

fn apple_provider(mut value: Dict) -> BackendAuthAppleProviderConfig {
    BackendAuthAppleProviderConfig::builder()
        .set_client_id(text(&mut value, "ClientId"))
        .set_key_id(text(&mut value, "KeyId"))
        .set_private_key(text(&mut value, "PrivateKey"))
        .set_team_id(text(&mut value, "TeamId"))
        .build()
}

fn password_policy(value: Dict) -> UpdateBackendAuthPasswordPolicyConfig {
    UpdateBackendAuthPasswordPolicyConfig::builder()
        .set_additional_constraints(enum_values(&value, "AdditionalConstraints"))
        .set_minimum_length(number(&value, "MinimumLength"))
        .build()
}
