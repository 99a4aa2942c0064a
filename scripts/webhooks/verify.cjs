// Verifies one delivery, given as JSON on standard input, with the libraries customers use. Prints which of them accept it.
const { Webhook: Svix } = require("svix");
const { Webhook: Standard } = require("standardwebhooks");

const { secrets, headers, body } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const accepts = (verify) => {
  try {
    verify();
    return true;
  } catch {
    return false;
  }
};
const answers = secrets.map((secret) => ({
  svix: accepts(() => new Svix(secret).verify(body, headers)),
  standardwebhooks: accepts(() => new Standard(secret).verify(body, headers)),
}));
console.log(JSON.stringify(answers));
