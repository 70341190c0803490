"""A client written with Authlib. Reads one JSON object (the setup), writes one with the address to open in a browser,
reads one with the address the browser came back to, and writes one with everything the server answered."""

import json
import os
import sys

# The issuer of the test has no TLS.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.common.security import generate_token  # noqa: E402
from authlib.integrations.base_client.errors import OAuthError  # noqa: E402
from authlib.integrations.requests_client import OAuth2Session  # noqa: E402
from authlib.jose import JsonWebKey, jwt  # noqa: E402
from authlib.oidc.core import CodeIDToken  # noqa: E402


def receive():
    return json.loads(sys.stdin.readline())


def send(message):
    print(json.dumps(message), flush=True)


setup = receive()
issuer = setup["issuer"]
metadata = OAuth2Session().get(issuer + "/.well-known/openid-configuration", withhold_token=True).json()
client = OAuth2Session(
    setup["client_id"],
    setup["client_secret"] or None,
    token_endpoint_auth_method=setup["authentication"],
    revocation_endpoint_auth_method=setup["authentication"],
    scope=setup["scope"],
    redirect_uri=setup["redirect_uri"],
    code_challenge_method="S256",
)
api = OAuth2Session(setup["api_client_id"], setup["api_client_secret"])

# Without a resource the token is for userinfo.
target = {"resource": setup["resource"]} if setup["resource"] else {}


def introspect(token):
    return api.introspect_token(metadata["introspection_endpoint"], token=token).json()


def validated_claims(id_token):
    keys = JsonWebKey.import_key_set(client.get(metadata["jwks_uri"], withhold_token=True).json())
    claims = jwt.decode(
        id_token,
        keys,
        claims_cls=CodeIDToken,
        claims_options={
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": setup["client_id"]},
        },
        claims_params={"nonce": nonce, "client_id": setup["client_id"]},
    )
    claims.validate()
    return {"header": claims.header, "claims": dict(claims)}


verifier = generate_token(48)
nonce = generate_token(20)
url, state = client.create_authorization_url(
    metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce, **target
)
send({"open": url})

answer = receive()["answer"]
answers = {}
first = dict(
    client.fetch_token(
        metadata["token_endpoint"], authorization_response=answer, state=state, code_verifier=verifier
    )
)
answers["id_token"] = validated_claims(first["id_token"])
if setup["resource"]:
    answers["introspection"] = introspect(first["access_token"])
else:
    answers["userinfo"] = client.get(metadata["userinfo_endpoint"]).json()

second = dict(client.refresh_token(metadata["token_endpoint"], refresh_token=first["refresh_token"]))
answers["rotated"] = {name: first[name] != second[name] for name in ("access_token", "refresh_token")}
if setup["resource"]:
    answers["introspection_after_refresh"] = introspect(second["access_token"])

revocation = client.revoke_token(
    metadata["revocation_endpoint"], token=second["refresh_token"], token_type_hint="refresh_token"
)
answers["revocation_status"] = revocation.status_code
if setup["resource"]:
    answers["introspection_after_revocation"] = [introspect(first["access_token"]), introspect(second["access_token"])]
else:
    client.token = second
    answers["userinfo_status_after_revocation"] = client.get(metadata["userinfo_endpoint"]).status_code
try:
    client.refresh_token(metadata["token_endpoint"], refresh_token=second["refresh_token"])
except OAuthError as error:
    answers["error_after_revocation"] = error.error

if setup["machine_id"]:
    machine = OAuth2Session(setup["machine_id"], setup["machine_secret"], scope="notes:write")
    token = machine.fetch_token(metadata["token_endpoint"], grant_type="client_credentials", **target)
    answers["machine_introspection"] = introspect(token["access_token"])

send(answers)
