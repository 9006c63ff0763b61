"""Methods whose routes are not built yet, for each version of a client. This list only gets shorter."""

AWAITED: dict[str, str] = {
    "5.34.0": """
        AppUserApi.get_app_user_auth_code AppUserApi.get_app_user_business_system_ids
        AppUserApi.get_app_user_entity_ids AppUserApi.get_link_requests AppUserApi.link_app_user
        AppUserApi.unlink_app_user
    """,
    "8.11.4": """
        appUsers.getAuthCode appUsers.getBusinessSystems appUsers.getChannels appUsers.getLinkRequests
        appUsers.linkChannel appUsers.pingChannel appUsers.unlinkChannel appUsers.viber.getQRCode
        appUsers.wechat.getQRCode
    """,
    "3.5.0": """
        appUsers.linkChannel appUsers.pingChannel appUsers.transferRequest appUsers.unlinkChannel
        appUsers.viber.getQRCode appUsers.wechat.getQRCode
    """,
}
