//! Views.

use crate::function::Function;
use crate::names::{once, optional, plain, register};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{Error, FnArg, Ident, ItemFn, LitStr, ReturnType, Type};

const SHAPE: &str = "a view is `fn f(ctx: &ViewContext, argument: Type, ...) -> Vec<Row>`; also \
                     `&AnonymousViewContext`, `Option<Row>`, `impl Query<Row>`";

pub(crate) fn expand(arguments: TokenStream, item: ItemFn) -> syn::Result<TokenStream> {
    let mut accessor: Option<Ident> = None;
    let mut canonical: Option<LitStr> = None;
    let mut primary_key: Option<Ident> = None;
    let mut is_public = None;
    syn::meta::parser(|meta| {
        let span = meta.path.span();
        if meta.path.is_ident("public") {
            once(&mut is_public, (), span, "public")
        } else if meta.path.is_ident("accessor") {
            once(&mut accessor, meta.value()?.parse()?, span, "accessor")
        } else if meta.path.is_ident("primary_key") {
            once(&mut primary_key, meta.value()?.parse()?, span, "primary_key")
        } else if meta.path.is_ident("name") {
            let value = meta.value()?;
            if value.peek(LitStr) {
                once(&mut canonical, value.parse()?, span, "name")
            } else {
                once(&mut accessor, value.parse()?, span, "name")
            }
        } else {
            Err(meta.error(
                "expected `accessor = NAME`, `public`, `primary_key = COLUMN` or `name = \"..\"`",
            ))
        }
    })
    .parse2(arguments)?;
    if is_public.is_none() {
        return Err(Error::new_spanned(
            &item.sig.ident,
            "a view is for clients: write `#[view(accessor = NAME, public)]`",
        ));
    }

    let function = Function::of(&item, SHAPE)?;
    let context = match item.sig.inputs.first() {
        Some(FnArg::Typed(context)) => match &*context.ty {
            Type::Reference(reference) if reference.mutability.is_none() => &*reference.elem,
            other => return Err(Error::new_spanned(other, SHAPE)),
        },
        _ => return Err(Error::new_spanned(&item.sig, SHAPE)),
    };
    let span = match &item.sig.output {
        ReturnType::Type(_, ty) => ty.span(),
        ReturnType::Default => return Err(Error::new_spanned(&item.sig, SHAPE)),
    };

    let ident = &item.sig.ident;
    let name = plain(accessor.as_ref().unwrap_or(ident));
    let canonical = optional(canonical.as_ref());
    let primary_key = match primary_key.as_ref().map(plain) {
        Some(column) => quote!(::core::option::Option::Some(#column)),
        None => quote!(::core::option::Option::None),
    };
    let parameters = function.described();
    let types = function.parameters.iter().map(|parameter| parameter.ty);
    let call = function.call(&quote!(context));
    let write = quote_spanned!(span=> ::stele::__private::write_view);
    let declare = quote! {
        |module: &mut ::stele::__private::ModuleDef| module.view(
            #name,
            #canonical,
            #primary_key,
            &[#(#parameters),*],
            ::stele::__private::describe_view(|context: &#context| {
                #ident(context #(, ::stele::__private::argument::<#types>())*)
            }),
            ::stele::__private::View::from(
                call as fn(&#context, &[u8], &mut ::std::vec::Vec<u8>),
            ),
        )
    };
    let register = register("DECLARATION", "view", &name, &declare);
    Ok(quote! {
        #item
        const _: () = {
            fn call(context: &#context, arguments: &[u8], out: &mut ::std::vec::Vec<u8>) {
                let result = #call;
                #write(result, out);
            }
            #register
        };
    })
}
