// Calls of the vendor's SDK for Node against a sandbox: node npm_sdk.js URL FOLDER_OF_THE_SDK
"use strict";
const assert = require("node:assert");
const sdk = require(process.argv[3]);
const url = process.argv[2];
const GOOD = "+61455555555";

function api(kind, password = "sandbox") {
  const made = new sdk[kind](url);
  made.authentications.BasicAuth.username = "sandbox";
  made.authentications.BasicAuth.password = password;
  return made;
}

function made(kind, values) {
  return Object.assign(new sdk[kind](), values);
}

function sms(...messages) {
  return made("SmsMessageCollection", { messages: messages.map((one) => made("SmsMessage", one)) });
}

// The SDK hands bodies over as text in some calls and parsed in others.
function data(answer) {
  const body = typeof answer.body === "string" ? JSON.parse(answer.body) : answer.body;
  assert.equal(body.response_code, "SUCCESS");
  return body.data;
}

async function refused(status, call) {
  const error = await call.then(
    () => assert.fail("the call succeeded"),
    (reason) => reason,
  );
  assert.equal(error.response && error.response.statusCode, status);
}

const cases = {
  async "one message"() {
    const got = data(await api("SMSApi").smsSendPost(sms({ to: GOOD, body: "Hello", custom_string: "order-17" })));
    assert.equal(got.queued_count, 1);
    const [one] = got.messages;
    assert.deepEqual([one.status, one.message_price, one.to], ["SUCCESS", "0.0792", GOOD]);
  },
  async "a thousand messages"() {
    const messages = Array.from({ length: 1000 }, (_, number) => ({ to: GOOD, body: `No ${number}` }));
    assert.equal(data(await api("SMSApi").smsSendPost(sms(...messages))).queued_count, 1000);
  },
  async "good and bad recipients"() {
    const got = data(await api("SMSApi").smsSendPost(sms({ to: GOOD, body: "x" }, { to: "12", body: "x" })));
    assert.deepEqual(got.messages.map((one) => one.status), ["SUCCESS", "INVALID_RECIPIENT"]);
  },
  async "price and history"() {
    const price = data(await api("SMSApi").smsPricePost(sms({ to: GOOD, body: "a".repeat(161) })));
    assert.deepEqual([price.total_price, price.messages[0].message_parts], [0.1584, 2]);
    await api("SMSApi").smsSendPost(sms({ to: GOOD, body: "x" }));
    assert.ok(data(await api("SMSApi").smsHistoryGet("", 0, 0, 1, 15)).data.length > 0);
  },
  async "lists and contacts"() {
    const lists = api("ContactListApi");
    const contacts = api("ContactApi");
    const list = data(await lists.listsPost(made("ContactList", { listName: "Depot" }))).list_id;
    assert.ok(data(await lists.listsGet(1, 100)).data.some((one) => one.list_id === list));
    const wanted = made("Contact", { phoneNumber: GOOD, firstName: "Jo", lastName: "Smith" });
    const contact = data(await contacts.listsContactsByListIdPost(wanted, list)).contact_id;
    assert.equal(data(await contacts.listsContactsByListIdGet(list)).data[0].first_name, "Jo");
    await contacts.listsContactsByListIdAndContactIdDelete(list, contact);
    await lists.listsByListIdDelete(list);
    await refused(404, lists.listsByListIdDelete(list));
  },
  async "voice"() {
    const message = made("VoiceMessage", { to: GOOD, body: "x", voice: "female", lang: "en-au", country: "AU" });
    const collection = made("VoiceMessageCollection", { messages: [message] });
    assert.equal(data(await api("VoiceApi").voiceSendPost(collection)).messages[0].status, "SUCCESS");
    assert.ok(data(await api("VoiceApi").voiceLangGet()).length > 0);
  },
  async "pictures"() {
    const messages = [made("MmsMessage", { to: GOOD, subject: "Photo", body: "x", country: "AU" })];
    const collection = made("MmsMessageCollection", { mediaFile: "https://files.example/a.gif", messages });
    assert.equal(data(await api("MMSApi").mmsSendPost(collection)).messages[0].status, "SUCCESS");
  },
  async "countries"() {
    // This call of the SDK sends no credentials unless they are the default of the API. The connector declares them for
    // every call; what the vendor's own service does without them is not known.
    const countries = api("CountriesApi");
    await refused(401, countries.countriesGet());
    countries.setDefaultAuthentication(countries.authentications.BasicAuth);
    assert.ok(data(await countries.countriesGet()).some((one) => one.code === "AU"));
  },
  async "a wrong key"() {
    await refused(401, api("SMSApi", "wrong").smsSendPost(sms({ to: GOOD, body: "x" })));
  },
};

(async () => {
  let failed = 0;
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run();
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      const body = error.response && error.response.body;
      console.log(`FAILED  ${name}: ${error.message || JSON.stringify(body)}`);
    }
  }
  console.log(`${Object.keys(cases).length - failed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
