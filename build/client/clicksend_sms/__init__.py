"""A client for ClickSend SMS.

Everything named here is imported when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .client import (
        Client as Client,
    )
    from .aio import (
        AsyncClient as AsyncClient,
    )
    from ._engine.errors import (
        ApiError as ApiError,
        BadRequest as BadRequest,
        ConnectionFailed as ConnectionFailed,
        ConnectorError as ConnectorError,
        DecodeError as DecodeError,
        Forbidden as Forbidden,
        NotFound as NotFound,
        OutcomeUnknown as OutcomeUnknown,
        PartialFailure as PartialFailure,
        RateLimited as RateLimited,
        ServerError as ServerError,
        Unauthorized as Unauthorized,
        UnreadableOutcome as UnreadableOutcome,
        Trail as Trail,
        UnsettledServerError as UnsettledServerError,
        ValidationFailed as ValidationFailed,
    )
    from ._engine.http_messages import (
        Failure as Failure,
        File as File,
        Request as Request,
        Response as Response,
    )
    from ._engine.runtime import (
        Runtime as Runtime,
    )
    from ._engine.throttle import (
        Throttle as Throttle,
    )
    from ._engine.call_events import (
        CallEvent as CallEvent,
        log_to as log_to,
    )
    from ._engine.transport import (
        AsyncTransport as AsyncTransport,
        Transport as Transport,
    )
    from ._engine.batch import (
        ItemOutcome as ItemOutcome,
    )
    from ._engine.transport_sync import (
        HttpTransport as HttpTransport,
    )
    from ._engine.transport_async import (
        AsyncHttpTransport as AsyncHttpTransport,
    )
    from ._engine.jsonvalue import (
        JsonObject as JsonObject,
        JsonValue as JsonValue,
    )
    from .types.sms_send import (
        SmsSendMessage as SmsSendMessage,
        SmsSendResult as SmsSendResult,
        SmsSendResultData as SmsSendResultData,
        SmsSendResultDataMessage as SmsSendResultDataMessage,
    )
    from .types.models import (
        Currency as Currency,
        ContactList as ContactList,
        ReturnAddress as ReturnAddress,
    )
    from .types.get_contact_lists import (
        GetContactListsResult as GetContactListsResult,
        GetContactListsResultData as GetContactListsResultData,
        GetContactListsResultDataData as GetContactListsResultDataData,
    )
    from .types.create_list import (
        CreateListResult as CreateListResult,
    )
    from .types.send_voice import (
        SendVoiceMessage as SendVoiceMessage,
        SendVoiceResult as SendVoiceResult,
        SendVoiceResultData as SendVoiceResultData,
        SendVoiceResultDataMessage as SendVoiceResultDataMessage,
    )
    from .types.delete_list import (
        DeleteListResult as DeleteListResult,
    )
    from .types.view_list_contacts import (
        ViewListContactsResult as ViewListContactsResult,
        ViewListContactsResultData as ViewListContactsResultData,
        ViewListContactsResultDataData as ViewListContactsResultDataData,
    )
    from .types.create_list_contact import (
        CreateListContactResult as CreateListContactResult,
        CreateListContactResultData as CreateListContactResultData,
    )
    from .types.delete_list_contact import (
        DeleteListContactResult as DeleteListContactResult,
    )
    from .types.send_mms import (
        SendMmsMessage as SendMmsMessage,
        SendMmsResult as SendMmsResult,
        SendMmsResultData as SendMmsResultData,
        SendMmsResultDataMessage as SendMmsResultDataMessage,
    )
    from .types.send_fax import (
        SendFaxMessage as SendFaxMessage,
        SendFaxResult as SendFaxResult,
        SendFaxResultData as SendFaxResultData,
        SendFaxResultDataMessage as SendFaxResultDataMessage,
    )
    from .types.upload_media import (
        UploadMediaResult as UploadMediaResult,
        UploadMediaResultData as UploadMediaResultData,
    )
    from .types.search_contact_list import (
        SearchContactListResult as SearchContactListResult,
        SearchContactListResultData as SearchContactListResultData,
        SearchContactListResultDataData as SearchContactListResultDataData,
    )
    from .types.send_letter import (
        SendLetterRecipient as SendLetterRecipient,
        SendLetterResult as SendLetterResult,
        SendLetterResultData as SendLetterResultData,
        SendLetterResultDataRecipient as SendLetterResultDataRecipient,
    )
    from .types.send_postcard import (
        SendPostcardRecipient as SendPostcardRecipient,
        SendPostcardResult as SendPostcardResult,
        SendPostcardResultData as SendPostcardResultData,
        SendPostcardResultDataRecipient as SendPostcardResultDataRecipient,
    )
    from .types.sms_inbound_automation import (
        SmsInboundAutomationResult as SmsInboundAutomationResult,
        SmsInboundAutomationEvent as SmsInboundAutomationEvent,
    )
    from .types.delete_sms_inbound_automation import (
        DeleteSmsInboundAutomationResult as DeleteSmsInboundAutomationResult,
    )
    from .types.get_countries import (
        GetCountriesResult as GetCountriesResult,
        GetCountriesResultData as GetCountriesResultData,
    )
    from .types.get_voice_languages import (
        GetVoiceLanguagesResult as GetVoiceLanguagesResult,
        GetVoiceLanguagesResultData as GetVoiceLanguagesResultData,
    )
    from .types.get_return_addresses import (
        GetReturnAddressesResult as GetReturnAddressesResult,
    )

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
    "CreateListContactResult",
    "CreateListContactResultData",
    "CreateListResult",
    "Currency",
    "DecodeError",
    "DeleteListContactResult",
    "DeleteListResult",
    "DeleteSmsInboundAutomationResult",
    "Failure",
    "File",
    "Forbidden",
    "GetContactListsResult",
    "GetContactListsResultData",
    "GetContactListsResultDataData",
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
    "SearchContactListResult",
    "SearchContactListResultData",
    "SearchContactListResultDataData",
    "SendFaxMessage",
    "SendFaxResult",
    "SendFaxResultData",
    "SendFaxResultDataMessage",
    "SendLetterRecipient",
    "SendLetterResult",
    "SendLetterResultData",
    "SendLetterResultDataRecipient",
    "SendMmsMessage",
    "SendMmsResult",
    "SendMmsResultData",
    "SendMmsResultDataMessage",
    "SendPostcardRecipient",
    "SendPostcardResult",
    "SendPostcardResultData",
    "SendPostcardResultDataRecipient",
    "SendVoiceMessage",
    "SendVoiceResult",
    "SendVoiceResultData",
    "SendVoiceResultDataMessage",
    "ServerError",
    "SmsInboundAutomationEvent",
    "SmsInboundAutomationResult",
    "SmsSendMessage",
    "SmsSendResult",
    "SmsSendResultData",
    "SmsSendResultDataMessage",
    "Throttle",
    "Trail",
    "Transport",
    "Unauthorized",
    "UnreadableOutcome",
    "UnsettledServerError",
    "UploadMediaResult",
    "UploadMediaResultData",
    "ValidationFailed",
    "ViewListContactsResult",
    "ViewListContactsResultData",
    "ViewListContactsResultDataData",
    "log_to",
]
__version__ = "1.0"

_HOMES = {
    "client": "Client",
    "aio": "AsyncClient",
    "_engine.errors": "ApiError BadRequest ConnectionFailed ConnectorError DecodeError Forbidden NotFound OutcomeUnknown PartialFailure RateLimited ServerError Unauthorized UnreadableOutcome Trail UnsettledServerError ValidationFailed",
    "_engine.http_messages": "Failure File Request Response",
    "_engine.runtime": "Runtime",
    "_engine.throttle": "Throttle",
    "_engine.call_events": "CallEvent log_to",
    "_engine.transport": "AsyncTransport Transport",
    "_engine.batch": "ItemOutcome",
    "_engine.transport_sync": "HttpTransport",
    "_engine.transport_async": "AsyncHttpTransport",
    "_engine.jsonvalue": "JsonObject JsonValue",
    "types.sms_send": "SmsSendMessage SmsSendResult SmsSendResultData SmsSendResultDataMessage",
    "types.models": "Currency ContactList ReturnAddress",
    "types.get_contact_lists": "GetContactListsResult GetContactListsResultData GetContactListsResultDataData",
    "types.create_list": "CreateListResult",
    "types.send_voice": "SendVoiceMessage SendVoiceResult SendVoiceResultData SendVoiceResultDataMessage",
    "types.delete_list": "DeleteListResult",
    "types.view_list_contacts": "ViewListContactsResult ViewListContactsResultData ViewListContactsResultDataData",
    "types.create_list_contact": "CreateListContactResult CreateListContactResultData",
    "types.delete_list_contact": "DeleteListContactResult",
    "types.send_mms": "SendMmsMessage SendMmsResult SendMmsResultData SendMmsResultDataMessage",
    "types.send_fax": "SendFaxMessage SendFaxResult SendFaxResultData SendFaxResultDataMessage",
    "types.upload_media": "UploadMediaResult UploadMediaResultData",
    "types.search_contact_list": "SearchContactListResult SearchContactListResultData SearchContactListResultDataData",
    "types.send_letter": "SendLetterRecipient SendLetterResult SendLetterResultData SendLetterResultDataRecipient",
    "types.send_postcard": "SendPostcardRecipient SendPostcardResult SendPostcardResultData SendPostcardResultDataRecipient",
    "types.sms_inbound_automation": "SmsInboundAutomationResult SmsInboundAutomationEvent",
    "types.delete_sms_inbound_automation": "DeleteSmsInboundAutomationResult",
    "types.get_countries": "GetCountriesResult GetCountriesResultData",
    "types.get_voice_languages": "GetVoiceLanguagesResult GetVoiceLanguagesResultData",
    "types.get_return_addresses": "GetReturnAddressesResult",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        for module, names in _HOMES.items():
            if name in names.split():
                value = getattr(__import__(f"{__name__}.{module}", fromlist=[name]), name)
                globals()[name] = value
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
