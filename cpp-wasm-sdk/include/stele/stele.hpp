/// The library for modules of Stele: include this one.
#pragma once

#include "stele/module.hpp"
