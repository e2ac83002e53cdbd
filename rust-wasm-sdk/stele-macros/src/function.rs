//! Reducers and procedures.

use crate::names::{once, optional, plain, register};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{Error, FnArg, Ident, ItemFn, LitStr, Pat, ReturnType, Type};

pub(crate) fn reducer(arguments: TokenStream, item: ItemFn) -> syn::Result<TokenStream> {
    const SHAPE: &str = "a reducer is `fn f(ctx: &ReducerContext, argument: Type, ...)`";
    let mut canonical = None;
    let mut lifecycle = None;
    syn::meta::parser(|meta| {
        let event = [
            ("init", "Init"),
            ("client_connected", "Connected"),
            ("client_disconnected", "Disconnected"),
        ]
        .into_iter()
        .find(|(word, _)| meta.path.is_ident(word));
        if let Some((word, event)) = event {
            once(&mut lifecycle, event, meta.path.span(), word)
        } else if meta.path.is_ident("name") {
            once(&mut canonical, meta.value()?.parse()?, meta.path.span(), "name")
        } else {
            Err(meta.error(
                "expected `init`, `client_connected`, `client_disconnected` or `name = \"..\"`",
            ))
        }
    })
    .parse2(arguments)?;

    let function = Function::of(&item, SHAPE)?;
    if let (Some(_), Some(parameter)) = (lifecycle, function.parameters.first()) {
        return Err(Error::new_spanned(
            &parameter.ident,
            "a lifecycle reducer takes its context alone",
        ));
    }
    let lifecycle = match lifecycle {
        Some(event) => {
            let event = Ident::new(event, Span::call_site());
            quote!(::core::option::Option::Some(::stele::__private::Lifecycle::#event))
        }
        None => quote!(::core::option::Option::None),
    };
    let call = function.call(&quote!(context));
    let span = function.returned_span();
    let outcome = quote_spanned!(span=> ::stele::__private::outcome);
    let shim = quote! {
        fn call(
            context: &::stele::ReducerContext,
            arguments: &[u8],
        ) -> ::core::result::Result<(), ::std::string::String> {
            let result = #call;
            #outcome(result)
        }
    };
    Ok(function.finished(
        "reducer",
        &shim,
        |name, parameters| {
            let canonical = optional(canonical.as_ref());
            quote!(module.reducer(#name, #canonical, #lifecycle, &[#(#parameters),*], call))
        },
    ))
}

pub(crate) fn procedure(arguments: TokenStream, item: ItemFn) -> syn::Result<TokenStream> {
    const SHAPE: &str = "a procedure is `fn f(ctx: &mut ProcedureContext, argument: Type, ...)`";
    let canonical = canonical_name(arguments)?;
    let function = Function::of(&item, SHAPE)?;
    let call = function.call(&quote!(context));
    let returned = match &item.sig.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => quote!(#ty),
    };
    let shim = quote! {
        fn call(
            context: &mut ::stele::ProcedureContext,
            arguments: &[u8],
        ) -> ::std::vec::Vec<u8> {
            let result: #returned = #call;
            ::stele::__private::to_vec(&result)
        }
    };
    Ok(function.finished("procedure", &shim, |name, parameters| {
        let canonical = optional(canonical.as_ref());
        quote!(module.procedure::<#returned>(#name, #canonical, &[#(#parameters),*], call))
    }))
}

/// The only option of functions without kinds: `name = "..."`.
fn canonical_name(arguments: TokenStream) -> syn::Result<Option<LitStr>> {
    let mut canonical = None;
    syn::meta::parser(|meta| {
        if meta.path.is_ident("name") {
            once(&mut canonical, meta.value()?.parse()?, meta.path.span(), "name")
        } else {
            Err(meta.error("expected `name = \"..\"`"))
        }
    })
    .parse2(arguments)?;
    Ok(canonical)
}

pub(crate) struct Parameter<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
}

/// A function of the module, its context apart from its parameters.
pub(crate) struct Function<'a> {
    item: &'a ItemFn,
    pub(crate) parameters: Vec<Parameter<'a>>,
}

impl<'a> Function<'a> {
    pub(crate) fn of(item: &'a ItemFn, shape: &str) -> syn::Result<Self> {
        plain_function(item, shape)?;
        let mut inputs = item.sig.inputs.iter();
        match inputs.next() {
            Some(FnArg::Typed(context)) if matches!(*context.ty, Type::Reference(_)) => {}
            Some(other) => return Err(Error::new_spanned(other, shape)),
            None => return Err(Error::new_spanned(&item.sig, shape)),
        }
        let parameters = inputs
            .map(|input| match input {
                FnArg::Typed(typed) => match &*typed.pat {
                    Pat::Ident(pattern) if pattern.subpat.is_none() => Ok(Parameter {
                        ident: &pattern.ident,
                        ty: &typed.ty,
                    }),
                    other => Err(Error::new_spanned(
                        other,
                        "a parameter needs a name, by which clients know it",
                    )),
                },
                FnArg::Receiver(receiver) => Err(Error::new_spanned(receiver, shape)),
            })
            .collect::<syn::Result<_>>()?;
        Ok(Function { item, parameters })
    }

    /// Code that calls the function with `context` and what it reads from `arguments`.
    pub(crate) fn call(&self, context: &TokenStream) -> TokenStream {
        let ident = &self.item.sig.ident;
        let name = plain(ident);
        let values: Vec<_> = (0..self.parameters.len())
            .map(|place| Ident::new(&format!("value_{place}"), Span::mixed_site()))
            .collect();
        let types = self.parameters.iter().map(|p| p.ty);
        let names = self.parameters.iter().map(|p| plain(p.ident));
        quote! {{
            let (#(#values,)*) = ::stele::__private::arguments(#name, arguments, |arguments| {
                let _ = &arguments;
                (#(arguments.next::<#types>(#names),)*)
            });
            #ident(#context #(, #values)*)
        }}
    }

    /// The parameters as the definition lists them.
    pub(crate) fn described(&self) -> Vec<TokenStream> {
        self.parameters
            .iter()
            .map(|Parameter { ident, ty }| {
                let name = plain(ident);
                quote_spanned!(ty.span()=> (#name, <#ty as ::stele::SpacetimeType>::describe))
            })
            .collect()
    }

    fn returned_span(&self) -> Span {
        match &self.item.sig.output {
            ReturnType::Default => self.item.sig.ident.span(),
            ReturnType::Type(_, ty) => ty.span(),
        }
    }

    /// The function, its shim, and its entry in the definition.
    fn finished(
        &self,
        kind: &str,
        shim: &TokenStream,
        declaration: impl FnOnce(&str, Vec<TokenStream>) -> TokenStream,
    ) -> TokenStream {
        let item = self.item;
        let name = plain(&item.sig.ident);
        let declaration = declaration(&name, self.described());
        let declare = quote! {
            |module: &mut ::stele::__private::ModuleDef| { #declaration; }
        };
        let register = register("DECLARATION", kind, &name, &declare);
        quote! {
            #item
            const _: () = {
                #shim
                #register
            };
        }
    }
}

/// Refuses functions that the host cannot call.
pub(crate) fn plain_function(item: &ItemFn, shape: &str) -> syn::Result<()> {
    if let Some(parameter) = item.sig.generics.params.first() {
        return Err(Error::new_spanned(parameter, format!("{shape}, without parameters of types")));
    }
    if let Some(token) = &item.sig.asyncness {
        return Err(Error::new_spanned(token, format!("{shape}, and is not async")));
    }
    Ok(())
}
