//! The user pool's part of the SDK's typed input, member by member as the model has them.

use super::request::{all_named, dict, named, number, text};
use crate::value::Dict;
use aws_sdk_amplifybackend::types::{
    BackendAuthAppleProviderConfig, BackendAuthSocialProviderConfig, EmailSettings, Settings,
    SmsSettings, SocialProviderSettings, UpdateBackendAuthForgotPasswordConfig,
    UpdateBackendAuthMfaConfig, UpdateBackendAuthOAuthConfig,
    UpdateBackendAuthPasswordPolicyConfig, UpdateBackendAuthUserPoolConfig,
    UpdateBackendAuthVerificationMessageConfig,
};

/// `UserPoolConfigs`
pub fn config(value: &Dict) -> UpdateBackendAuthUserPoolConfig {
    UpdateBackendAuthUserPoolConfig::builder()
        .set_forgot_password(dict(value, "ForgotPassword").map(forgot_password))
        .set_mfa(dict(value, "Mfa").map(mfa))
        .set_o_auth(dict(value, "OAuth").map(oauth))
        .set_password_policy(dict(value, "PasswordPolicy").map(password_policy))
        .set_verification_message(dict(value, "VerificationMessage").map(verification_message))
        .build()
}

fn forgot_password(value: &Dict) -> UpdateBackendAuthForgotPasswordConfig {
    UpdateBackendAuthForgotPasswordConfig::builder()
        .set_delivery_method(named(value, "DeliveryMethod"))
        .set_email_settings(dict(value, "EmailSettings").map(email))
        .set_sms_settings(dict(value, "SmsSettings").map(sms))
        .build()
}

fn verification_message(value: &Dict) -> UpdateBackendAuthVerificationMessageConfig {
    UpdateBackendAuthVerificationMessageConfig::builder()
        .set_delivery_method(named(value, "DeliveryMethod"))
        .set_email_settings(dict(value, "EmailSettings").map(email))
        .set_sms_settings(dict(value, "SmsSettings").map(sms))
        .build()
}

fn email(value: &Dict) -> EmailSettings {
    EmailSettings::builder()
        .set_email_message(text(value, "EmailMessage"))
        .set_email_subject(text(value, "EmailSubject"))
        .build()
}

fn sms(value: &Dict) -> SmsSettings {
    SmsSettings::builder()
        .set_sms_message(text(value, "SmsMessage"))
        .build()
}

fn mfa(value: &Dict) -> UpdateBackendAuthMfaConfig {
    UpdateBackendAuthMfaConfig::builder()
        .set_mfa_mode(named(value, "MFAMode"))
        .set_settings(dict(value, "Settings").map(|settings| {
            Settings::builder()
                .set_mfa_types(all_named(settings, "MfaTypes"))
                .set_sms_message(text(settings, "SmsMessage"))
                .build()
        }))
        .build()
}

fn oauth(value: &Dict) -> UpdateBackendAuthOAuthConfig {
    UpdateBackendAuthOAuthConfig::builder()
        .set_domain_prefix(text(value, "DomainPrefix"))
        .set_o_auth_grant_type(named(value, "OAuthGrantType"))
        .set_o_auth_scopes(all_named(value, "OAuthScopes"))
        .set_redirect_sign_in_uris(all_named(value, "RedirectSignInURIs"))
        .set_redirect_sign_out_uris(all_named(value, "RedirectSignOutURIs"))
        .set_social_provider_settings(dict(value, "SocialProviderSettings").map(providers))
        .build()
}

fn providers(value: &Dict) -> SocialProviderSettings {
    SocialProviderSettings::builder()
        .set_facebook(dict(value, "Facebook").map(social_provider))
        .set_google(dict(value, "Google").map(social_provider))
        .set_login_with_amazon(dict(value, "LoginWithAmazon").map(social_provider))
        .set_sign_in_with_apple(dict(value, "SignInWithApple").map(apple_provider))
        .build()
}

fn social_provider(value: &Dict) -> BackendAuthSocialProviderConfig {
    BackendAuthSocialProviderConfig::builder()
        .set_client_id(text(value, "ClientId"))
        .set_client_secret(text(value, "ClientSecret"))
        .build()
}

fn apple_provider(value: &Dict) -> BackendAuthAppleProviderConfig {
    BackendAuthAppleProviderConfig::builder()
        .set_client_id(text(value, "ClientId"))
        .set_key_id(text(value, "KeyId"))
        .set_private_key(text(value, "PrivateKey"))
        .set_team_id(text(value, "TeamId"))
        .build()
}

fn password_policy(value: &Dict) -> UpdateBackendAuthPasswordPolicyConfig {
    UpdateBackendAuthPasswordPolicyConfig::builder()
        .set_additional_constraints(all_named(value, "AdditionalConstraints"))
        .set_minimum_length(number(value, "MinimumLength"))
        .build()
}
