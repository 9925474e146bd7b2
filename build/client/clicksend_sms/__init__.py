"""A client for ClickSend SMS.

Everything named here is imported when it is first used.
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
    from .types.create_list_contact import CreateListContactContact, CreateListContactResult
    from .types.delete_list import DeleteListResult
    from .types.delete_list_contact import DeleteListContactResult
    from .types.delete_sms_inbound_automation import DeleteSmsInboundAutomationResult
    from .types.get_contact_lists import GetContactListsContactList, GetContactListsPage, GetContactListsResult
    from .types.get_countries import GetCountriesResult, GetCountriesResultData
    from .types.get_return_addresses import GetReturnAddressesResult
    from .types.get_voice_languages import GetVoiceLanguagesResult, GetVoiceLanguagesResultData
    from .types.models import ContactList, Currency, ReturnAddress
    from .types.search_contact_list import SearchContactListPage, SearchContactListPageData, SearchContactListResult
    from .types.send_fax import SendFaxBatch, SendFaxBatchMessage, SendFaxMessage, SendFaxResult
    from .types.send_letter import SendLetterBatch, SendLetterPostItem, SendLetterRecipient, SendLetterResult
    from .types.send_mms import SendMmsBatch, SendMmsBatchMessage, SendMmsMessage, SendMmsResult
    from .types.send_postcard import SendPostcardBatch, SendPostcardPostItem, SendPostcardRecipient, SendPostcardResult
    from .types.send_voice import SendVoiceBatch, SendVoiceBatchMessage, SendVoiceMessage, SendVoiceResult
    from .types.sms_inbound_automation import SmsInboundAutomationEvent, SmsInboundAutomationResult
    from .types.sms_send import SmsSendBatch, SmsSendBatchMessage, SmsSendMessage, SmsSendResult
    from .types.upload_media import UploadMediaResult, UploadMediaResultData
    from .types.view_list_contacts import ViewListContactsContact, ViewListContactsPage, ViewListContactsResult

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
    "ContactList",
    "CreateListContactContact",
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
    "GetContactListsContactList",
    "GetContactListsPage",
    "GetContactListsResult",
    "GetCountriesResult",
    "GetCountriesResultData",
    "GetReturnAddressesResult",
    "GetVoiceLanguagesResult",
    "GetVoiceLanguagesResultData",
    "HttpTransport",
    "ItemOutcome",
    "JsonObject",
    "JsonValue",
    "NotFound",
    "OutcomeUnknown",
    "PartialFailure",
    "RateLimited",
    "Request",
    "Response",
    "ReturnAddress",
    "Runtime",
    "SearchContactListPage",
    "SearchContactListPageData",
    "SearchContactListResult",
    "SendFaxBatch",
    "SendFaxBatchMessage",
    "SendFaxMessage",
    "SendFaxResult",
    "SendLetterBatch",
    "SendLetterPostItem",
    "SendLetterRecipient",
    "SendLetterResult",
    "SendMmsBatch",
    "SendMmsBatchMessage",
    "SendMmsMessage",
    "SendMmsResult",
    "SendPostcardBatch",
    "SendPostcardPostItem",
    "SendPostcardRecipient",
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
    "UploadMediaResultData",
    "ValidationFailed",
    "ViewListContactsContact",
    "ViewListContactsPage",
    "ViewListContactsResult",
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
    "types.models": ("Currency", "ContactList", "ReturnAddress"),
    "types.get_contact_lists": ("GetContactListsResult", "GetContactListsPage", "GetContactListsContactList"),
    "types.create_list": ("CreateListResult",),
    "types.send_voice": ("SendVoiceMessage", "SendVoiceResult", "SendVoiceBatch", "SendVoiceBatchMessage"),
    "types.delete_list": ("DeleteListResult",),
    "types.view_list_contacts": ("ViewListContactsResult", "ViewListContactsPage", "ViewListContactsContact"),
    "types.create_list_contact": ("CreateListContactResult", "CreateListContactContact"),
    "types.delete_list_contact": ("DeleteListContactResult",),
    "types.send_mms": ("SendMmsMessage", "SendMmsResult", "SendMmsBatch", "SendMmsBatchMessage"),
    "types.send_fax": ("SendFaxMessage", "SendFaxResult", "SendFaxBatch", "SendFaxBatchMessage"),
    "types.upload_media": ("UploadMediaResult", "UploadMediaResultData"),
    "types.search_contact_list": ("SearchContactListResult", "SearchContactListPage", "SearchContactListPageData"),
    "types.send_letter": ("SendLetterRecipient", "SendLetterResult", "SendLetterBatch", "SendLetterPostItem"),
    "types.send_postcard": ("SendPostcardRecipient", "SendPostcardResult", "SendPostcardBatch", "SendPostcardPostItem"),
    "types.sms_inbound_automation": ("SmsInboundAutomationResult", "SmsInboundAutomationEvent"),
    "types.delete_sms_inbound_automation": ("DeleteSmsInboundAutomationResult",),
    "types.get_countries": ("GetCountriesResult", "GetCountriesResultData"),
    "types.get_voice_languages": ("GetVoiceLanguagesResult", "GetVoiceLanguagesResultData"),
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
