"""The synchronous client."""

from __future__ import annotations

from ._engine.sync import SyncClient
from ._service import SERVICE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Literal, Self

    from ._engine.call_events import CallEvent
    from ._engine.runtime import Runtime
    from ._engine.throttle import Throttle
    from ._engine.transport import Transport
    from .types.create_list import CreateListResult
    from .types.create_list_contact import CreateListContactResult
    from .types.delete_list import DeleteListResult
    from .types.delete_list_contact import DeleteListContactResult
    from .types.delete_sms_inbound_automation import DeleteSmsInboundAutomationResult
    from .types.get_contact_lists import GetContactListsResult
    from .types.get_countries import GetCountriesResult
    from .types.get_return_addresses import GetReturnAddressesResult
    from .types.get_voice_languages import GetVoiceLanguagesResult
    from .types.models import Contact, ContactList, Recipient
    from .types.search_contact_list import SearchContactListItem, SearchContactListResult
    from .types.send_fax import SendFaxMessage, SendFaxResult
    from .types.send_letter import SendLetterResult
    from .types.send_mms import SendMmsMessage, SendMmsResult
    from .types.send_postcard import SendPostcardResult
    from .types.send_voice import SendVoiceMessage, SendVoiceResult
    from .types.sms_inbound_automation import SmsInboundAutomationEvent, SmsInboundAutomationResult
    from .types.sms_send import SmsSendMessage, SmsSendResult
    from .types.upload_media import UploadMediaResult
    from .types.view_list_contacts import ViewListContactsResult


class Client(SyncClient):
    """A client for ClickSend SMS.

    Use it as a context manager, or call `close` at the end. Omitted arguments are read from the environment.

    Args:
        username: The Username for this api. The variable CLICKSEND_SMS_USERNAME.
        password: The API Key for this api. The variable CLICKSEND_SMS_PASSWORD.
        base_url: the address of the service; the variable CLICKSEND_SMS_BASE_URL.
        timeout: seconds that one attempt may take.
        retries: how often a call is retried at most, if it cannot be processed twice.
        throttle: the maximum number of calls in a number of seconds, or a shared `Throttle`; None for no limit.
        deadline: seconds that a whole call may take, including retries and waits; None for no limit.
        hook: is called with each event of a call; `log_to(logger)` returns one.
        transport: sends the requests, instead of HttpTransport().
        runtime: clocks, sleeping and random numbers, for tests.
        environ: replaces the environment of the process.

    Raises:
        ValidationFailed: a setting is out of range or missing; the message names its environment variable.
    """

    def __init__(
        self,
        *,
        username: str | None = None,
        password: str | None = None,
        base_url: str | None = None,
        timeout: float = 30.0,
        retries: int = 2,
        throttle: tuple[int, float] | Throttle | None = (100, 60.0),
        deadline: float | None = None,
        hook: Callable[[CallEvent], object] | None = None,
        transport: Transport | None = None,
        runtime: Runtime | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        from ._engine.settings import Settings

        _settings = Settings(
            {
                "username": username,
                "password": password,
            },
            environ,
        )
        # A traceback must not show them.
        del username, password, environ
        super().__init__(
            SERVICE,
            _settings,
            base_url,
            timeout,
            retries,
            throttle,
            runtime,
            deadline,
            hook,
            transport,
        )

    @classmethod
    def from_env(
        cls,
        *,
        base_url: str | None = None,
        timeout: float = 30.0,
        retries: int = 2,
        throttle: tuple[int, float] | Throttle | None = (100, 60.0),
        deadline: float | None = None,
        hook: Callable[[CallEvent], object] | None = None,
        transport: Transport | None = None,
        runtime: Runtime | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Self:
        """Like `Client(...)`, with the credentials of the environment."""
        return cls(
            base_url=base_url,
            timeout=timeout,
            retries=retries,
            throttle=throttle,
            deadline=deadline,
            hook=hook,
            transport=transport,
            runtime=runtime,
            environ=environ,
        )

    def sms_send(
        self,
        *,
        messages: Sequence[SmsSendMessage],
    ) -> SmsSendResult:
        """Send SMS. Each 160 characters = 1 SMS. Can send up to 1,224 standard characters.

        A retry could deliver and bill again: never retried once it may have been processed.

        An accepted call may contain rejected items: see `outcomes` and `raise_for_rejected` of the
        result.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: nothing was sent.
            OutcomeUnknown: the call may have been processed; `look_for` names what to check before
                a retry.
        """
        from .types.sms_send import OPERATION, SmsSendResult

        return self._call(
            OPERATION,
            SmsSendResult,
            {
                "messages": messages,
            },
        )

    def get_contact_lists(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
    ) -> GetContactListsResult:
        """Get Contact Lists. Get all contact lists unless specified in the advance options.

        Changes nothing; retried after a temporary failure.

        Args:
            page: Page number.
            limit: Number of records per page.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: no response arrived; the call is safe to retry.
            DecodeError: the response does not have the declared form.
        """
        from .types.get_contact_lists import OPERATION, GetContactListsResult

        return self._call(
            OPERATION,
            GetContactListsResult,
            {
                "page": page,
                "limit": limit,
            },
        )

    def iter_get_contact_lists(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
    ) -> Iterator[ContactList]:
        """All items of `get_contact_lists`, page after page. Get Contact Lists."""
        from .types.get_contact_lists import OPERATION, GetContactListsResult
        from .types.models import ContactList

        return self._items(
            OPERATION,
            GetContactListsResult,
            ContactList,
            {
                "page": page,
                "limit": limit,
            },
        )

    def iter_get_contact_lists_pages(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
    ) -> Iterator[GetContactListsResult]:
        """All pages of `get_contact_lists`, one response each. Get Contact Lists."""
        from .types.get_contact_lists import OPERATION, GetContactListsResult
        from .types.models import ContactList

        return self._pages(
            OPERATION,
            GetContactListsResult,
            ContactList,
            {
                "page": page,
                "limit": limit,
            },
        )

    def create_list(
        self,
        *,
        list_name: str,
    ) -> CreateListResult:
        """Create New Contact List.

        A retry could create a second one: never retried once it may have been processed.

        Args:
            list_name: Your contact list name.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: nothing was sent.
            OutcomeUnknown: the call may have been processed; `look_for` names what to check before
                a retry.
        """
        from .types.create_list import OPERATION, CreateListResult

        return self._call(
            OPERATION,
            CreateListResult,
            {
                "list_name": list_name,
            },
        )

    def send_voice(
        self,
        *,
        messages: Sequence[SendVoiceMessage],
    ) -> SendVoiceResult:
        """Send Voice Message. Each 300 characters = 1 voice message. Can send up to 1,200 standard
        characters.

        A retry could deliver and bill again: never retried once it may have been processed.

        An accepted call may contain rejected items: see `outcomes` and `raise_for_rejected` of the
        result.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: nothing was sent.
            OutcomeUnknown: the call may have been processed; `look_for` names what to check before
                a retry.
        """
        from .types.send_voice import OPERATION, SendVoiceResult

        return self._call(
            OPERATION,
            SendVoiceResult,
            {
                "messages": messages,
            },
        )

    def delete_list(
        self,
        *,
        list_id: int,
    ) -> DeleteListResult:
        """Delete List. Delete a specific contact list.

        Idempotent; retried after a temporary failure.

        Args:
            list_id: You may use the Search Contact List action OR Get Contact List action to get
                the List ID.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: no response arrived; the call is safe to retry.
        """
        from .types.delete_list import OPERATION, DeleteListResult

        return self._call(
            OPERATION,
            DeleteListResult,
            {
                "list_id": list_id,
            },
        )

    def view_list_contacts(
        self,
        *,
        list_id: int,
    ) -> ViewListContactsResult:
        """Get Contacts in a List. Get all Contacts in a List.

        Changes nothing; retried after a temporary failure.

        Args:
            list_id: You may use the Search Contact List action OR Get Contact List action to get
                the List ID.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: no response arrived; the call is safe to retry.
            DecodeError: the response does not have the declared form.
        """
        from .types.view_list_contacts import OPERATION, ViewListContactsResult

        return self._call(
            OPERATION,
            ViewListContactsResult,
            {
                "list_id": list_id,
            },
        )

    def iter_view_list_contacts(
        self,
        *,
        list_id: int,
    ) -> Iterator[Contact]:
        """All items of `view_list_contacts`, page after page. Get Contacts in a List."""
        from .types.models import Contact
        from .types.view_list_contacts import OPERATION, ViewListContactsResult

        return self._items(
            OPERATION,
            ViewListContactsResult,
            Contact,
            {
                "list_id": list_id,
            },
        )

    def iter_view_list_contacts_pages(
        self,
        *,
        list_id: int,
    ) -> Iterator[ViewListContactsResult]:
        """All pages of `view_list_contacts`, one response each. Get Contacts in a List."""
        from .types.models import Contact
        from .types.view_list_contacts import OPERATION, ViewListContactsResult

        return self._pages(
            OPERATION,
            ViewListContactsResult,
            Contact,
            {
                "list_id": list_id,
            },
        )

    def create_list_contact(
        self,
        *,
        list_id: int,
        first_name: str,
        last_name: str,
        phone_number: str,
        email: str | None = None,
        fax_number: str | None = None,
        organization_name: str | None = None,
        address_country: str | None = None,
        address_state: str | None = None,
        address_city: str | None = None,
        custom_1: str | None = None,
        custom_3: str | None = None,
        address_postal_code: str | None = None,
        custom_2: str | None = None,
        custom_4: str | None = None,
        address_line_1: str | None = None,
        address_line_2: str | None = None,
    ) -> CreateListContactResult:
        """Create New Contact.

        A retry could create a second one: never retried once it may have been processed.

        Args:
            list_id: You may use the Search Contact List action OR Get Contact List action to get
                the List ID.
            first_name: Contact's first name.
            last_name: Contact's last name.
            phone_number: The contact phone in local or international format e.g. +61411111111.
                Example: "+61411111111".
            email: Contact's email address.
            fax_number: Contact's fax number.
            organization_name: Contact's organization name.
            address_country: Country. The contact's country.
            address_state: State.
            address_city: City.
            address_postal_code: Postal Code.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: nothing was sent.
            OutcomeUnknown: the call may have been processed; `look_for` names what to check before
                a retry.
        """
        from .types.create_list_contact import OPERATION, CreateListContactResult

        return self._call(
            OPERATION,
            CreateListContactResult,
            {
                "list_id": list_id,
                "first_name": first_name,
                "last_name": last_name,
                "phone_number": phone_number,
                "email": email,
                "fax_number": fax_number,
                "organization_name": organization_name,
                "address_country": address_country,
                "address_state": address_state,
                "address_city": address_city,
                "custom_1": custom_1,
                "custom_3": custom_3,
                "address_postal_code": address_postal_code,
                "custom_2": custom_2,
                "custom_4": custom_4,
                "address_line_1": address_line_1,
                "address_line_2": address_line_2,
            },
        )

    def delete_list_contact(
        self,
        *,
        list_id: int,
        contact_id: int,
    ) -> DeleteListContactResult:
        """Delete a Contact.

        Idempotent; retried after a temporary failure.

        Args:
            list_id: You may use the Search Contact List action OR Get Contact List action to get
                the List ID.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: no response arrived; the call is safe to retry.
        """
        from .types.delete_list_contact import OPERATION, DeleteListContactResult

        return self._call(
            OPERATION,
            DeleteListContactResult,
            {
                "list_id": list_id,
                "contact_id": contact_id,
            },
        )

    def send_mms(
        self,
        *,
        messages: Sequence[SendMmsMessage],
        media_file: str,
    ) -> SendMmsResult:
        """Send MMS.

        A retry could deliver and bill again: never retried once it may have been processed.

        An accepted call may contain rejected items: see `outcomes` and `raise_for_rejected` of the
        result.

        Args:
            media_file: Media URL. Supports maximum file size of 250kB, Gif can only be supported if
                it is below 100 kB file size. Example: "https://example.com/picture.jpg".

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: nothing was sent.
            OutcomeUnknown: the call may have been processed; `look_for` names what to check before
                a retry.
        """
        from .types.send_mms import OPERATION, SendMmsResult

        return self._call(
            OPERATION,
            SendMmsResult,
            {
                "messages": messages,
                "media_file": media_file,
            },
        )

    def send_fax(
        self,
        *,
        messages: Sequence[SendFaxMessage],
        file_url: str,
    ) -> SendFaxResult:
        """Send Fax.

        A retry could deliver and bill again: never retried once it may have been processed.

        An accepted call may contain rejected items: see `outcomes` and `raise_for_rejected` of the
        result.

        Args:
            file_url: PDF File URL. Maximum file size is 4 MB. All pages should be in portrait. Chat
                with ClickSend Support for complete specifications. Example:
                "https://example.com/document.pdf".

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: nothing was sent.
            OutcomeUnknown: the call may have been processed; `look_for` names what to check before
                a retry.
        """
        from .types.send_fax import OPERATION, SendFaxResult

        return self._call(
            OPERATION,
            SendFaxResult,
            {
                "messages": messages,
                "file_url": file_url,
            },
        )

    def upload_media(
        self,
        *,
        convert: Literal["fax", "mms", "csv", "post", "postcard"],
        content: bytes | str,
    ) -> UploadMediaResult:
        """Convert Media File Format.

        Idempotent; retried after a temporary failure.

        Args:
            convert: Select action the file is needed for. Choices: fax = Fax, mms = MMS, csv = CSV,
                post = Post, postcard = Postcard.
            content: File. File Content (base64). Bytes are sent as Base64; a string must already be
                Base64.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: no response arrived; the call is safe to retry.
        """
        from .types.upload_media import OPERATION, UploadMediaResult

        return self._call(
            OPERATION,
            UploadMediaResult,
            {
                "convert": convert,
                "content": content,
            },
        )

    def search_contact_list(
        self,
        *,
        q: str,
    ) -> SearchContactListResult:
        """Search Contact Lists. Get list of searched contact list.

        Changes nothing; retried after a temporary failure.

        Args:
            q: List Name. Search for.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: no response arrived; the call is safe to retry.
            DecodeError: the response does not have the declared form.
        """
        from .types.search_contact_list import OPERATION, SearchContactListResult

        return self._call(
            OPERATION,
            SearchContactListResult,
            {
                "q": q,
            },
        )

    def iter_search_contact_list(
        self,
        *,
        q: str,
    ) -> Iterator[SearchContactListItem]:
        """All items of `search_contact_list`, page after page. Search Contact Lists."""
        from .types.search_contact_list import OPERATION, SearchContactListItem, SearchContactListResult

        return self._items(
            OPERATION,
            SearchContactListResult,
            SearchContactListItem,
            {
                "q": q,
            },
        )

    def iter_search_contact_list_pages(
        self,
        *,
        q: str,
    ) -> Iterator[SearchContactListResult]:
        """All pages of `search_contact_list`, one response each. Search Contact Lists."""
        from .types.search_contact_list import OPERATION, SearchContactListItem, SearchContactListResult

        return self._pages(
            OPERATION,
            SearchContactListResult,
            SearchContactListItem,
            {
                "q": q,
            },
        )

    def send_letter(
        self,
        *,
        file_url: str,
        colour: Literal[0, 1],
        duplex: Literal[0, 1],
        recipients: Sequence[Recipient],
        template_used: Literal[1, 0] | None = None,
        priority_post: Literal[1, 0] | None = None,
    ) -> SendLetterResult:
        """Send Letter.

        A retry could deliver and bill again: never retried once it may have been processed.

        An accepted call may contain rejected items: see `outcomes` and `raise_for_rejected` of the
        result.

        Args:
            file_url: PDF File URL. Maximum file size is 10 MB. All pages should be in portrait.
                Chat with ClickSend Support for complete specifications. Example:
                "https://example.com/document.pdf".
            colour: Choose to use colour or B&W printing. (Black & White = 0, Colour = 1). Choices:
                0 = Black and white, 1 = Colour.
            duplex: Choose to use Duplex = 1 (double-sided) or Simplex = 0 (single sided) printing.
                Choices: 0 = Single-sided, 1 = Double-sided.
            template_used: Whether using letter template. Flag value must be 1 for yes or 0 for no.
                Choices: 1 = Yes, 0 = No.
            priority_post: Whether letter is priority, Flag value must be 1 for yes or 0 for no.
                Choices: 1 = Yes, 0 = No.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: nothing was sent.
            OutcomeUnknown: the call may have been processed; `look_for` names what to check before
                a retry.
        """
        from .types.send_letter import OPERATION, SendLetterResult

        return self._call(
            OPERATION,
            SendLetterResult,
            {
                "file_url": file_url,
                "colour": colour,
                "duplex": duplex,
                "recipients": recipients,
                "template_used": template_used,
                "priority_post": priority_post,
            },
        )

    def send_postcard(
        self,
        *,
        recipients: Sequence[Recipient],
        file_urls: Sequence[str],
    ) -> SendPostcardResult:
        """Send Postcard. Send one or more postcards.

        A retry could deliver and bill again: never retried once it may have been processed.

        An accepted call may contain rejected items: see `outcomes` and `raise_for_rejected` of the
        result.

        Args:
            file_urls: PDF File URL.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: nothing was sent.
            OutcomeUnknown: the call may have been processed; `look_for` names what to check before
                a retry.
        """
        from .types.send_postcard import OPERATION, SendPostcardResult

        return self._call(
            OPERATION,
            SendPostcardResult,
            {
                "recipients": recipients,
                "file_urls": file_urls,
            },
        )

    def sms_inbound_automation(
        self,
        *,
        action_address: str,
    ) -> SmsInboundAutomationResult:
        """SMS Inbound Automation. Create new inbound SMS automation.

        A retry could create a second one: never retried once it may have been processed.

        End it with the operation delete_sms_inbound_automation, which needs `subscription` of the
        result.

        Args:
            action_address: The URL that the service calls.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: nothing was sent.
            OutcomeUnknown: the call may have been processed; `look_for` names what to check before
                a retry.
        """
        from .types.sms_inbound_automation import OPERATION, SmsInboundAutomationResult

        return self._call(
            OPERATION,
            SmsInboundAutomationResult,
            {
                "action_address": action_address,
            },
        )

    @staticmethod
    def parse_sms_inbound_automation(body: bytes | str | Mapping[str, object]) -> SmsInboundAutomationEvent:
        """Parse a delivery of `sms_inbound_automation`: the body of a webhook request, JSON or a form.

        Raises:
            DecodeError: the body is neither.
        """
        from ._engine.webhook import parse
        from .types.sms_inbound_automation import SmsInboundAutomationEvent

        return parse("parse_sms_inbound_automation", SmsInboundAutomationEvent, body)

    def delete_sms_inbound_automation(
        self,
        *,
        inbound_rule_id: int,
    ) -> DeleteSmsInboundAutomationResult:
        """Delete SMS Inbound Automation. Delete an inbound SMS automation.

        Idempotent; retried after a temporary failure.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: no response arrived; the call is safe to retry.
        """
        from .types.delete_sms_inbound_automation import OPERATION, DeleteSmsInboundAutomationResult

        return self._call(
            OPERATION,
            DeleteSmsInboundAutomationResult,
            {
                "inbound_rule_id": inbound_rule_id,
            },
        )

    def get_countries(self) -> GetCountriesResult:
        """Get Countries. Get all countries.

        Changes nothing; retried after a temporary failure.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: no response arrived; the call is safe to retry.
            DecodeError: the response does not have the declared form.
        """
        from .types.get_countries import OPERATION, GetCountriesResult

        return self._call(
            OPERATION,
            GetCountriesResult,
            {},
        )

    def get_voice_languages(self) -> GetVoiceLanguagesResult:
        """Get Voice Languages. Get all languages of voice messages.

        Changes nothing; retried after a temporary failure.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: no response arrived; the call is safe to retry.
            DecodeError: the response does not have the declared form.
        """
        from .types.get_voice_languages import OPERATION, GetVoiceLanguagesResult

        return self._call(
            OPERATION,
            GetVoiceLanguagesResult,
            {},
        )

    def get_return_addresses(self) -> GetReturnAddressesResult:
        """Get Return Addresses. Get all return addresses of post.

        Changes nothing; retried after a temporary failure.

        Raises:
            ValidationFailed: an argument is missing or violates a limit; nothing was sent.
            ApiError: the service rejected the call; subclasses such as NotFound and RateLimited
                name the reason.
            ConnectionFailed: no response arrived; the call is safe to retry.
            DecodeError: the response does not have the declared form.
        """
        from .types.get_return_addresses import OPERATION, GetReturnAddressesResult

        return self._call(
            OPERATION,
            GetReturnAddressesResult,
            {},
        )
