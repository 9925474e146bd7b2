"""A client for ClickSend SMS.

Every name is imported when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._engine.batch import ItemOutcome
    from ._engine.call_events import CallEvent, log_to
    from ._engine.errors import (
        ApiError,
        BadRequest,
        ConnectionFailed,
        ConnectorError,
        DecodeError,
        Forbidden,
        NotFound,
        OutcomeUnknown,
        PartialFailure,
        RateLimited,
        ServerError,
        Trail,
        Unauthorized,
        UnreadableOutcome,
        UnsettledServerError,
        ValidationFailed,
    )
    from ._engine.http_messages import Failure, File, Request, Response
    from ._engine.jsonvalue import JsonObject, JsonValue
    from ._engine.runtime import Runtime
    from ._engine.throttle import Throttle
    from ._engine.transport import AsyncTransport, Transport
    from ._engine.transport_async import AsyncHttpTransport
    from ._engine.transport_sync import HttpTransport
    from .aio import AsyncClient
    from .client import Client
    from .types.create_list import CreateListResult
    from .types.create_list_contact import CreateListContactResult
    from .types.delete_list import DeleteListResult
    from .types.delete_list_contact import DeleteListContactResult
    from .types.delete_sms_inbound_automation import DeleteSmsInboundAutomationResult
    from .types.get_contact_lists import GetContactListsPage, GetContactListsResult
    from .types.get_countries import Country, GetCountriesResult
    from .types.get_return_addresses import GetReturnAddressesResult
    from .types.get_voice_languages import GetVoiceLanguagesResult, VoiceLanguage
    from .types.models import Contact, ContactList, Currency, PostItem, PostItemBatch, Recipient, ReturnAddress
    from .types.search_contact_list import SearchContactListItem, SearchContactListPage, SearchContactListResult
    from .types.send_fax import SendFaxBatch, SendFaxBatchMessage, SendFaxMessage, SendFaxResult
    from .types.send_letter import SendLetterResult
    from .types.send_mms import SendMmsBatch, SendMmsBatchMessage, SendMmsMessage, SendMmsResult
    from .types.send_postcard import SendPostcardResult
    from .types.send_voice import SendVoiceBatch, SendVoiceBatchMessage, SendVoiceMessage, SendVoiceResult
    from .types.sms_inbound_automation import SmsInboundAutomationEvent, SmsInboundAutomationResult
    from .types.sms_send import SmsSendBatch, SmsSendBatchMessage, SmsSendMessage, SmsSendResult
    from .types.upload_media import Media, UploadMediaResult
    from .types.view_list_contacts import ViewListContactsPage, ViewListContactsResult

__all__ = [
    "ApiError",
    "AsyncClient",
    "AsyncHttpTransport",
    "AsyncTransport",
    "BadRequest",
    "CallEvent",
    "Client",
    "ConnectionFailed",
    "ConnectorError",
    "Contact",
    "ContactList",
    "Country",
    "CreateListContactResult",
    "CreateListResult",
    "Currency",
    "DecodeError",
    "DeleteListContactResult",
    "DeleteListResult",
    "DeleteSmsInboundAutomationResult",
    "Failure",
    "File",
    "Forbidden",
    "GetContactListsPage",
    "GetContactListsResult",
    "GetCountriesResult",
    "GetReturnAddressesResult",
    "GetVoiceLanguagesResult",
    "HttpTransport",
    "ItemOutcome",
    "JsonObject",
    "JsonValue",
    "Media",
    "NotFound",
    "OutcomeUnknown",
    "PartialFailure",
    "PostItem",
    "PostItemBatch",
    "RateLimited",
    "Recipient",
    "Request",
    "Response",
    "ReturnAddress",
    "Runtime",
    "SearchContactListItem",
    "SearchContactListPage",
    "SearchContactListResult",
    "SendFaxBatch",
    "SendFaxBatchMessage",
    "SendFaxMessage",
    "SendFaxResult",
    "SendLetterResult",
    "SendMmsBatch",
    "SendMmsBatchMessage",
    "SendMmsMessage",
    "SendMmsResult",
    "SendPostcardResult",
    "SendVoiceBatch",
    "SendVoiceBatchMessage",
    "SendVoiceMessage",
    "SendVoiceResult",
    "ServerError",
    "SmsInboundAutomationEvent",
    "SmsInboundAutomationResult",
    "SmsSendBatch",
    "SmsSendBatchMessage",
    "SmsSendMessage",
    "SmsSendResult",
    "Throttle",
    "Trail",
    "Transport",
    "Unauthorized",
    "UnreadableOutcome",
    "UnsettledServerError",
    "UploadMediaResult",
    "ValidationFailed",
    "ViewListContactsPage",
    "ViewListContactsResult",
    "VoiceLanguage",
    "log_to",
]
__version__ = "1.0"

_HOMES = {
    "client": ("Client",),
    "aio": ("AsyncClient",),
    "_engine.errors": (
        "ApiError",
        "BadRequest",
        "ConnectionFailed",
        "ConnectorError",
        "DecodeError",
        "Forbidden",
        "NotFound",
        "OutcomeUnknown",
        "PartialFailure",
        "RateLimited",
        "ServerError",
        "Unauthorized",
        "UnreadableOutcome",
        "Trail",
        "UnsettledServerError",
        "ValidationFailed",
    ),
    "_engine.http_messages": ("Failure", "File", "Request", "Response"),
    "_engine.runtime": ("Runtime",),
    "_engine.throttle": ("Throttle",),
    "_engine.call_events": ("CallEvent", "log_to"),
    "_engine.transport": ("AsyncTransport", "Transport"),
    "_engine.batch": ("ItemOutcome",),
    "_engine.transport_sync": ("HttpTransport",),
    "_engine.transport_async": ("AsyncHttpTransport",),
    "_engine.jsonvalue": ("JsonObject", "JsonValue"),
    "types.sms_send": ("SmsSendMessage", "SmsSendResult", "SmsSendBatch", "SmsSendBatchMessage"),
    "types.models": ("Currency", "ContactList", "Contact", "Recipient", "PostItemBatch", "PostItem", "ReturnAddress"),
    "types.get_contact_lists": ("GetContactListsResult", "GetContactListsPage"),
    "types.create_list": ("CreateListResult",),
    "types.send_voice": ("SendVoiceMessage", "SendVoiceResult", "SendVoiceBatch", "SendVoiceBatchMessage"),
    "types.delete_list": ("DeleteListResult",),
    "types.view_list_contacts": ("ViewListContactsResult", "ViewListContactsPage"),
    "types.create_list_contact": ("CreateListContactResult",),
    "types.delete_list_contact": ("DeleteListContactResult",),
    "types.send_mms": ("SendMmsMessage", "SendMmsResult", "SendMmsBatch", "SendMmsBatchMessage"),
    "types.send_fax": ("SendFaxMessage", "SendFaxResult", "SendFaxBatch", "SendFaxBatchMessage"),
    "types.upload_media": ("UploadMediaResult", "Media"),
    "types.search_contact_list": ("SearchContactListResult", "SearchContactListPage", "SearchContactListItem"),
    "types.send_letter": ("SendLetterResult",),
    "types.send_postcard": ("SendPostcardResult",),
    "types.sms_inbound_automation": ("SmsInboundAutomationResult", "SmsInboundAutomationEvent"),
    "types.delete_sms_inbound_automation": ("DeleteSmsInboundAutomationResult",),
    "types.get_countries": ("GetCountriesResult", "Country"),
    "types.get_voice_languages": ("GetVoiceLanguagesResult", "VoiceLanguage"),
    "types.get_return_addresses": ("GetReturnAddressesResult",),
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        for module, names in _HOMES.items():
            if name in names:
                value = getattr(__import__(f"{__name__}.{module}", fromlist=[name]), name)
                globals()[name] = value
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
