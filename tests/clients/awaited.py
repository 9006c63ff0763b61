"""Methods whose routes are not built yet, for each version of a client. This list only gets shorter."""

AWAITED: dict[str, str] = {
    "5.34.0": """
        AppApi.list_apps AppUserApi.delete_app_user_profile AppUserApi.get_app_user_auth_code
        AppUserApi.get_app_user_business_system_ids AppUserApi.get_app_user_entity_ids
        AppUserApi.get_link_requests AppUserApi.link_app_user AppUserApi.merge_users
        AppUserApi.post_image_message AppUserApi.unlink_app_user ConversationApi.delete_message
        ConversationApi.delete_messages ConversationApi.get_messages ConversationApi.post_message
        DeploymentApi.activate_phone_number DeploymentApi.confirm_code DeploymentApi.create_deployment
        DeploymentApi.delete_deployment DeploymentApi.get_deployment DeploymentApi.list_deployments
        IntegrationApi.create_integration IntegrationApi.create_integration_menu
        IntegrationApi.delete_integration IntegrationApi.delete_integration_menu IntegrationApi.get_integration
        IntegrationApi.get_integration_menu IntegrationApi.get_integration_profile
        IntegrationApi.list_integrations IntegrationApi.update_integration
        IntegrationApi.update_integration_menu IntegrationApi.update_integration_profile
        IntegrationApi.upload_integration_profile_photo MenuApi.delete_menu MenuApi.get_menu
        MenuApi.update_menu NotificationApi.post_notification ServiceAccountApi.create_secret_key
        ServiceAccountApi.create_service_account ServiceAccountApi.delete_secret_key
        ServiceAccountApi.delete_service_account ServiceAccountApi.get_jwt ServiceAccountApi.get_secret_key
        ServiceAccountApi.get_service_account ServiceAccountApi.list_secret_keys
        ServiceAccountApi.list_service_accounts ServiceAccountApi.update_service_account
        TemplateApi.create_template TemplateApi.delete_template TemplateApi.get_template
        TemplateApi.list_templates TemplateApi.update_template
    """,
    "8.11.4": """
        appUsers.deleteMessage appUsers.deleteMessages appUsers.deleteProfile appUsers.getAuthCode
        appUsers.getBusinessSystems appUsers.getChannels appUsers.getLinkRequests appUsers.linkChannel
        appUsers.mergeUsers appUsers.pingChannel appUsers.sendMessage appUsers.unlinkChannel
        appUsers.uploadImage appUsers.viber.getQRCode appUsers.wechat.getQRCode apps.list
        conversations.postPostback deployments.activate deployments.confirmCode deployments.create
        deployments.delete deployments.get deployments.list integrations.create integrations.delete
        integrations.get integrations.list integrations.menu.create integrations.menu.delete
        integrations.menu.get integrations.menu.update integrations.messageTemplates.create
        integrations.messageTemplates.delete integrations.messageTemplates.list integrations.profile.get
        integrations.profile.photo.upload integrations.profile.update integrations.update menu.configure
        menu.get menu.remove notifications.postNotification serviceAccounts.create serviceAccounts.delete
        serviceAccounts.get serviceAccounts.keys.create serviceAccounts.keys.delete serviceAccounts.keys.get
        serviceAccounts.keys.getJwt serviceAccounts.keys.list serviceAccounts.list serviceAccounts.update
        templates.create templates.delete templates.get templates.list templates.update
    """,
    "3.5.0": """
        appUsers.deleteMessages appUsers.deleteProfile appUsers.get appUsers.getMessages appUsers.init
        appUsers.linkChannel appUsers.pingChannel appUsers.sendMessage appUsers.trackEvent
        appUsers.transferRequest appUsers.unlinkChannel appUsers.update appUsers.updateDevice
        appUsers.updatePushToken appUsers.uploadImage appUsers.viber.getQRCode appUsers.wechat.getQRCode
        conversations.get conversations.postPostback conversations.resetUnreadCount integrations.create
        integrations.delete integrations.get integrations.list integrations.menu.create
        integrations.menu.delete integrations.menu.get integrations.menu.update menu.configure menu.get
        menu.remove
    """,
}
