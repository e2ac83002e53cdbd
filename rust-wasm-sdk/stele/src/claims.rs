//! What a caller's token says.

use crate::call::Call;
use crate::host;

/// How the caller proved who it is.
#[derive(Debug)]
pub struct AuthCtx {
    is_internal: bool,
    claims: Option<JwtClaims>,
}

impl AuthCtx {
    pub(crate) fn of(call: &Call) -> Self {
        let claims = call.connection_id.and_then(|connection| {
            host::jwt(connection)
                .unwrap_or_else(|errno| panic!("the caller's token cannot be read: {errno}"))
        });
        AuthCtx {
            is_internal: call.connection_id.is_none() && call.sender == host::identity(),
            claims: claims.map(JwtClaims::new),
        }
    }

    /// Whether the database itself calls, as it does for schedules.
    pub fn is_internal(&self) -> bool {
        self.is_internal
    }

    /// Whether there is a token.
    pub fn has_jwt(&self) -> bool {
        self.claims.is_some()
    }

    /// The token's claims.
    pub fn jwt(&self) -> Option<&JwtClaims> {
        self.claims.as_ref()
    }
}

/// The claims of a token, which the host has verified.
#[derive(Debug)]
pub struct JwtClaims {
    payload: String,
    subject: String,
    issuer: String,
}

impl JwtClaims {
    fn new(payload: String) -> Self {
        let claim = |name| text_at_top(&payload, name).unwrap_or_default();
        JwtClaims {
            subject: claim("sub"),
            issuer: claim("iss"),
            payload,
        }
    }

    /// Whom the issuer means; empty when the token does not say.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Who vouches for the caller; empty when the token does not say.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// A claim that is a text.
    pub fn text(&self, name: &str) -> Option<String> {
        text_at_top(&self.payload, name)
    }

    /// All claims, as JSON.
    pub fn raw_payload(&self) -> &str {
        &self.payload
    }
}

/// The text under `name` at the top of a JSON object.
fn text_at_top(json: &str, name: &str) -> Option<String> {
    let mut scan = Scan(json);
    scan.skip('{')?;
    loop {
        let key = scan.text()?;
        scan.skip(':')?;
        if key == name {
            return scan.text();
        }
        scan.skip_value()?;
        scan.skip(',')?;
    }
}

/// A walk over JSON, from front to back.
struct Scan<'a>(&'a str);

impl Scan<'_> {
    fn next(&mut self) -> Option<char> {
        let mut chars = self.0.chars();
        let c = chars.next()?;
        self.0 = chars.as_str();
        Some(c)
    }

    fn skip(&mut self, expected: char) -> Option<()> {
        self.0 = self.0.trim_start();
        (self.next()? == expected).then_some(())
    }

    /// Passes a value, up to the comma or bracket behind it.
    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0usize;
        loop {
            self.0 = self.0.trim_start();
            match self.0.chars().next()? {
                '"' => {
                    self.text()?;
                    continue;
                }
                ',' | '}' | ']' if depth == 0 => return Some(()),
                '{' | '[' => depth += 1,
                '}' | ']' => depth -= 1,
                _ => {}
            }
            self.next()?;
        }
    }

    fn text(&mut self) -> Option<String> {
        self.skip('"')?;
        let mut text = String::new();
        loop {
            match self.next()? {
                '"' => return Some(text),
                '\\' => text.push(self.escaped()?),
                c => text.push(c),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.next()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.unit()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return char::from_u32(first);
                }
                // A character beyond the first 65,536 is two escapes.
                self.0 = self.0.strip_prefix("\\u")?;
                let second = self.unit()?.checked_sub(0xdc00)?;
                return char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second);
            }
            c => c,
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(4)?;
        self.0 = rest;
        u32::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_found_among_others() {
        let claims = JwtClaims::new(
            r#" { "aud" : ["a,\"b", {"sub": "no"}], "exp": null,"iss":"x\n\u00e9\ud83d\ude00",
                "sub":"me" } "#
                .into(),
        );
        assert_eq!(claims.subject(), "me");
        assert_eq!(claims.issuer(), "x\né😀");
        assert_eq!(claims.text("exp"), None);
        assert_eq!(claims.text("missing"), None);
    }

    #[test]
    fn broken_json_has_no_claims() {
        for json in [
            "",
            "{",
            "[]",
            r#"{"sub"#,
            r#"{"sub":"a\u12"}"#,
            r#"{"sub":"\ud83d"}"#,
            r#"{"sub":1}"#,
        ] {
            assert_eq!(JwtClaims::new(json.into()).subject(), "", "{json}");
        }
    }
}
