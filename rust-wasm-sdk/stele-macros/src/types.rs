//! What makes types of structs and enums: their description and their binary form.

use crate::names::plain;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DataEnum, DeriveInput, Error, Field, Fields, Generics, Ident, Variant};

/// More variants have no tag.
const VARIANTS_MAX: usize = 256;

pub(crate) fn expand(item: DeriveInput) -> syn::Result<TokenStream> {
    without_parameters(&item.generics)?;
    match &item.data {
        Data::Struct(data) => product(&item.ident, named(&item.ident, &data.fields)?),
        Data::Enum(data) => sum(&item.ident, data),
        Data::Union(_) => Err(Error::new_spanned(
            &item.ident,
            "a union has no form in the database; use an enum",
        )),
    }
}

/// Types are known by their names, so they have no parameters.
pub(crate) fn without_parameters(generics: &Generics) -> syn::Result<()> {
    match generics.params.first() {
        Some(parameter) => Err(Error::new_spanned(
            parameter,
            "a type of the database has no parameters",
        )),
        None => Ok(()),
    }
}

/// The fields of a struct, which all have names.
pub(crate) fn named<'a>(owner: &Ident, fields: &'a Fields) -> syn::Result<Vec<&'a Field>> {
    match fields {
        Fields::Named(fields) => Ok(fields.named.iter().collect()),
        Fields::Unit => Ok(Vec::new()),
        Fields::Unnamed(_) => Err(Error::new_spanned(
            owner,
            "a struct in the database needs names for its fields: `struct T { name: Type }`",
        )),
    }
}

fn ident(field: &Field) -> &Ident {
    field.ident.as_ref().expect("named() let named fields pass")
}

pub(crate) fn product(name: &Ident, fields: Vec<&Field>) -> syn::Result<TokenStream> {
    let idents: Vec<_> = fields.iter().map(|field| ident(field)).collect();
    let names = idents.iter().map(|ident| plain(ident));
    let types: Vec<_> = fields.iter().map(|field| &field.ty).collect();
    let shape = quote! {
        ::stele::__private::AlgebraicType::Product(::std::vec![
            #((#names, <#types as ::stele::SpacetimeType>::describe(types))),*
        ])
    };
    let encode = quote! {
        let Self { #(#idents),* } = self;
        #(::stele::__private::Encode::encode(#idents, out);)*
    };
    let decode = quote! {
        ::core::result::Result::Ok(Self {
            #(#idents: ::stele::__private::Decode::decode(from)?),*
        })
    };
    Ok(implementation(name, &shape, &encode, &decode))
}

fn sum(name: &Ident, data: &DataEnum) -> syn::Result<TokenStream> {
    if data.variants.len() > VARIANTS_MAX {
        return Err(Error::new_spanned(
            name,
            format!("an enum in the database has at most {VARIANTS_MAX} variants"),
        ));
    }
    let mut shapes = Vec::new();
    let mut encode = Vec::new();
    let mut decode = Vec::new();
    for (tag, variant) in (0..=u8::MAX).zip(&data.variants) {
        let ident = &variant.ident;
        let text = plain(ident);
        match payload(variant)? {
            None => {
                shapes.push(quote!((#text, ::stele::__private::AlgebraicType::UNIT)));
                encode.push(quote!(Self::#ident => out.push(#tag),));
                decode.push(quote!(#tag => ::core::result::Result::Ok(Self::#ident),));
            }
            Some(field) => {
                let ty = &field.ty;
                shapes.push(quote!((#text, <#ty as ::stele::SpacetimeType>::describe(types))));
                encode.push(quote! {
                    Self::#ident(payload) => {
                        out.push(#tag);
                        ::stele::__private::Encode::encode(payload, out);
                    }
                });
                decode.push(quote! {
                    #tag => ::stele::__private::Decode::decode(from).map(Self::#ident),
                });
            }
        }
    }
    let text = plain(name);
    let shape = quote!(::stele::__private::AlgebraicType::Sum(::std::vec![#(#shapes),*]));
    let encode = if data.variants.is_empty() {
        quote!(match *self {})
    } else {
        quote!(match self { #(#encode)* })
    };
    let decode = quote! {
        match from.tag()? {
            #(#decode)*
            other => ::core::result::Result::Err(
                ::stele::__private::DecodeError::tag(#text, other)
            ),
        }
    };
    let mut code = implementation(name, &shape, &encode, &decode);
    let is_simple = data.variants.iter().all(|v| v.fields.is_empty());
    if is_simple && !data.variants.is_empty() {
        code.extend(quote! {
            #[automatically_derived]
            impl ::stele::__private::Key for #name {}
            #[automatically_derived]
            impl ::stele::__private::DirectKey for #name {}
        });
    }
    Ok(code)
}

/// The one value that a variant carries, if it does.
fn payload(variant: &Variant) -> syn::Result<Option<&Field>> {
    if let Some((_, value)) = &variant.discriminant {
        return Err(Error::new_spanned(
            value,
            "variants are numbered in their order; a number of one's own has no meaning",
        ));
    }
    match &variant.fields {
        Fields::Unit => Ok(None),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Ok(fields.unnamed.first()),
        fields => Err(Error::new_spanned(
            fields,
            "a variant has nothing or one value: put several into a struct of their own",
        )),
    }
}

fn implementation(
    name: &Ident,
    shape: &TokenStream,
    encode: &TokenStream,
    decode: &TokenStream,
) -> TokenStream {
    let text = plain(name);
    quote! {
        #[automatically_derived]
        impl ::stele::SpacetimeType for #name {
            fn describe(
                types: &mut ::stele::__private::Typespace,
            ) -> ::stele::__private::AlgebraicType {
                types.named::<Self>(#text, |types| {
                    let _ = &types;
                    #shape
                })
            }
        }
        #[automatically_derived]
        impl ::stele::__private::Encode for #name {
            fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
                let _ = &out;
                #encode
            }
        }
        #[automatically_derived]
        impl ::stele::__private::Decode for #name {
            fn decode(
                from: &mut ::stele::__private::Reader<'_>,
            ) -> ::core::result::Result<Self, ::stele::__private::DecodeError> {
                let _ = &from;
                #decode
            }
        }
    }
}
