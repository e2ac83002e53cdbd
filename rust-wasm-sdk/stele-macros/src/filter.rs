//! Rules for the rows that a client may see.

use crate::names::{plain, register};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, ItemConst};

pub(crate) fn expand(arguments: TokenStream, item: ItemConst) -> syn::Result<TokenStream> {
    if !arguments.is_empty() {
        return Err(Error::new_spanned(arguments, "this attribute has no options"));
    }
    let ident = &item.ident;
    let declare = quote! {
        |module: &mut ::stele::__private::ModuleDef| module.visibility_filter(#ident.sql())
    };
    let register = register("RULE", "filter", &plain(ident), &declare);
    Ok(quote! {
        #[allow(dead_code)]
        #item
        #register
    })
}
