//! Names as they are in the module's definition.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Error, Ident, LitStr};

/// The name without the `r#` that keywords have.
pub(crate) fn plain(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}

/// An optional literal as code for an `Option<&str>`.
pub(crate) fn optional(text: Option<&LitStr>) -> TokenStream {
    match text {
        Some(text) => quote!(::core::option::Option::Some(#text)),
        None => quote!(::core::option::Option::None),
    }
}

/// Code that enters an item into the module's definition before the first call. `kind` and `name`
/// give the function its export's name; `rank` is a constant of the crate.
pub(crate) fn register(
    rank: &str,
    kind: &str,
    name: &str,
    declare: &TokenStream,
) -> TokenStream {
    let export = format!("__preinit__20_{kind}_{name}");
    let rank = Ident::new(rank, Span::call_site());
    quote! {
        ::stele::__register!(#export, ::stele::__private::Item {
            rank: ::stele::__private::#rank,
            name: #name,
            declare: #declare,
        });
    }
}

/// Keeps the first value that an option is given; another one is a mistake.
pub(crate) fn once<T>(slot: &mut Option<T>, value: T, span: Span, what: &str) -> syn::Result<()> {
    if slot.is_some() {
        return Err(Error::new(span, format!("`{what}` is there twice")));
    }
    *slot = Some(value);
    Ok(())
}
